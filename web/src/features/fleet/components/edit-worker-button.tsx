import { EditWorkerRequest, type Worker } from '@coinslot/shared/http/admin-workers.ts';
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
import { Notice } from '../../../ui/notice.tsx';
import { poolsKey, usePools } from '../../pools/api/list-pools.ts';
import { LabelsField } from '../../pools/components/labels-field.tsx';
import { TypedLabels } from '../../pools/typed-labels.ts';
import { editWorker } from '../api/edit-worker.ts';
import { fleetKey } from '../api/get-fleet.ts';
import { SlotsField } from './slots-field.tsx';

const EditWorkerValues = EditWorkerRequest.extend({ labels: TypedLabels });

/** Changes a worker's labels and slots. */
export function EditWorkerButton({ worker }: { worker: Worker }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <Trans>Labels and slots</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Labels and slots of ${worker.name}`}
        description={t`They count at once. Machines on it stay; with fewer slots than machines it gets nothing new until it is below.`}
      >
        <EditWorkerForm worker={worker} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function EditWorkerForm({ worker, onClose }: { worker: Worker; onClose: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(EditWorkerValues),
    defaultValues: { capacity: worker.capacity, labels: worker.labels.join(', ') },
  });
  const { errors } = form.formState;
  const save = useAct({
    send: (body: EditWorkerRequest) => editWorker(worker.id, body),
    onDone: () => {
      toast.success(t`${worker.name} is saved.`);
      for (const queryKey of [fleetKey, poolsKey]) void client.invalidateQueries({ queryKey });
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['capacity', 'labels'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(save.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <SlotsField error={errors.capacity} field={form.register('capacity', { valueAsNumber: true })} />
      <LabelsField error={errors.labels} effect={usePoolWish(worker)} field={form.register('labels')} />
      <DialogActions>
        <Button onClick={onClose} disabled={save.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={save.isPending}>
          <Trans>Save</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}

/** What the pool asks for: without it the worker serves nobody. */
function usePoolWish({ poolId, poolName }: Worker): string {
  const labels = usePools().data?.items.find(({ id }) => id === poolId)?.labels ?? [];
  return labels.length === 0 ? '' : t`Pool ${poolName} asks for ${labels.join(', ')}.`;
}
