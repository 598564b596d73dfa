import { DrainWorkerRequest, type Worker } from '@coinslot/shared/http/admin-workers.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ReasonField } from '../../../ui/reason-field.tsx';
import { drainWorker } from '../api/drain-worker.ts';
import { fleetKey } from '../api/get-fleet.ts';

/** Takes a worker out of service with a deadline. */
export function DrainButton({ worker }: { worker: Worker }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Trans>Drain</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Drain ${worker.name}?`}
        description={t`It gets no new machines. What still runs at the deadline is handed to another worker of the pool, or ended with a refund for the unused time.`}
      >
        <DrainForm worker={worker} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function DrainForm({ worker, onClose }: { worker: Worker; onClose: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(DrainWorkerRequest),
    defaultValues: { deadlineMinutes: 60, reason: '' },
  });
  const { errors } = form.formState;
  const drain = useAct({
    send: (body: DrainWorkerRequest, key) => drainWorker(worker.id, body, key),
    onDone: () => {
      toast.success(t`${worker.name} is draining.`);
      void client.invalidateQueries({ queryKey: fleetKey });
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['deadlineMinutes', 'reason'], form.setError)),
  });
  // Registered before the fields below: of those that are wrong, the first in this order gets the focus.
  const deadline = form.register('deadlineMinutes', { valueAsNumber: true });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(drain.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label={t`Deadline in minutes`}
        error={fieldWords(errors.deadlineMinutes, t`A whole number from 0 to 1,440`)}
        hint={t`0 clears it now.`}
      >
        {(control) => <input {...control} type="number" min={0} max={1440} {...deadline} />}
      </Field>
      <ReasonField error={errors.reason} field={form.register('reason')} />
      <DialogActions>
        <Button onClick={onClose} disabled={drain.isPending}>
          <Trans>Keep it working</Trans>
        </Button>
        <Button type="submit" look="coin" pending={drain.isPending}>
          <Trans>Drain it</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
