import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { errorText } from '../../../lib/api-error.ts';
import { formatCoins } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { cancelMachine } from '../api/cancel-machine.ts';
import { machineKey } from '../api/keys.ts';

/** Gives a machine up before it is ready. */
export function CancelButton({ machine }: { machine: Machine }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        <Trans>Cancel</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Cancel this machine?`}
        description={describeReturn(machine)}
      >
        <Ask machineId={machine.id} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Ask({ machineId, onClose }: { machineId: string; onClose: () => void }) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: machineKey(machineId) });
  const cancel = useAct({
    send: cancelMachine,
    onDone: () => {
      toast.success(t`Cancelled. All your coins come back.`);
      onClose();
      refresh();
    },
    onFailed: refresh,
  });
  return (
    <>
      {cancel.error ? <Notice tone="bad">{errorText(cancel.error)}</Notice> : null}
      <DialogActions>
        <Button onClick={onClose} disabled={cancel.isPending}>
          <Trans>Keep waiting</Trans>
        </Button>
        <Button look="danger" pending={cancel.isPending} onClick={() => cancel.run(machineId)}>
          <Trans>Cancel it</Trans>
        </Button>
      </DialogActions>
    </>
  );
}

function describeReturn({ charge }: Machine): string {
  if (charge === null || charge.price === 0) return t`It is not ready yet, and nothing was paid.`;
  return t`It is not ready yet, so all ${formatCoins(charge.price)} come back.`;
}
