import { type AdminMachine, AdminStopMachineRequest } from '@coinslot/shared/http/machines.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { adminStopMachine } from '../api/admin-stop-machine.ts';
import { machinesKey } from '../api/keys.ts';

/** Ends a member's machine with a reason. */
export function AdminStopButton({ machine }: { machine: AdminMachine }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        Stop
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Stop ${machine.name}?`}
        description="It ends at once. The member gets the coins for the unused time back and sees that an admin stopped it."
      >
        <AdminStopForm machine={machine} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AdminStopForm({ machine, onClose }: { machine: AdminMachine; onClose: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(AdminStopMachineRequest), defaultValues: { reason: '' } });
  const stop = useAct({
    send: (body: AdminStopMachineRequest, key) => adminStopMachine(machine.id, body, key),
    onDone: () => {
      toast.success(`${machine.name} is being stopped.`);
      void client.invalidateQueries({ queryKey: machinesKey });
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['reason'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(stop.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label="Reason"
        error={form.formState.errors.reason && 'At least 3 characters'}
        hint="Kept in the audit log."
      >
        {(control) => <input {...control} maxLength={500} {...form.register('reason')} />}
      </Field>
      <DialogActions>
        <Button onClick={onClose} disabled={stop.isPending}>
          Keep it
        </Button>
        <Button type="submit" look="danger" pending={stop.isPending}>
          Stop it
        </Button>
      </DialogActions>
    </form>
  );
}
