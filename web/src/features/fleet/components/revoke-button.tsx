import { RevokeWorkerRequest, type Worker } from '@coinslot/shared/http/admin-workers.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
import { PlainInput } from '../../../ui/plain-input.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { fleetKey } from '../api/get-fleet.ts';
import { revokeWorker } from '../api/revoke-worker.ts';

/** Voids a worker's key for ever; its name must be typed. */
export function RevokeButton({ worker }: { worker: Worker }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" look="danger" onClick={() => setOpen(true)}>
        <Trans>Revoke</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Revoke ${worker.name}?`}
        description={t`Its key is void at once and for ever. Its machines are taken over by other workers or refunded.`}
      >
        <RevokeForm worker={worker} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function RevokeForm({ worker, onClose }: { worker: Worker; onClose: () => void }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(RevokeWorkerRequest), defaultValues: { reason: '' } });
  const revoke = useAct({
    send: (body: RevokeWorkerRequest, key) => revokeWorker(worker.id, body, key),
    onDone: () => {
      toast.success(t`${worker.name} is revoked.`);
      void client.invalidateQueries({ queryKey: fleetKey });
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['reason'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(revoke.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <ReasonField error={form.formState.errors.reason} field={form.register('reason')} />
      <Field label={t`Type ${worker.name} to confirm`}>
        {(control) => (
          <PlainInput {...control} value={typed} onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
      <DialogActions>
        <Button onClick={onClose} disabled={revoke.isPending}>
          <Trans>Keep it</Trans>
        </Button>
        <Button type="submit" look="danger" pending={revoke.isPending} disabled={typed !== worker.name}>
          <Trans>Revoke it</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
