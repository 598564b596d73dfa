import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { errorText } from '../../../lib/api-error.ts';
import { formatTimeOfDay } from '../../../lib/format.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { machineKey } from '../api/keys.ts';
import { stopMachine } from '../api/stop-machine.ts';

/** Ends a ready machine, after saying what happens to the unused time. It waits where it will be, so that nothing moves. */
export function StopButton({ machine }: { machine: Machine }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="danger" disabled={!machine.canStop} onClick={() => setOpen(true)}>
        <Trans>Stop</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Stop this machine?`}
        description={t`It ends at once, and everything on it is deleted.`}
      >
        <Ask machine={machine} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Ask({ machine, onClose }: { machine: Machine; onClose: () => void }) {
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: machineKey(machine.id) });
  const stop = useAct({
    send: stopMachine,
    onDone: () => {
      onClose();
      refresh();
    },
    onFailed: refresh,
  });
  return (
    <>
      <RefundNotice machine={machine} />
      {stop.error ? (
        <Notice tone="bad" className="mt-3">
          {errorText(stop.error)}
        </Notice>
      ) : null}
      <DialogActions>
        <Button onClick={onClose} disabled={stop.isPending}>
          <Trans>Keep it</Trans>
        </Button>
        <Button look="danger" pending={stop.isPending} onClick={() => stop.run(machine.id)}>
          <Trans>Stop it</Trans>
        </Button>
      </DialogActions>
    </>
  );
}

function RefundNotice({ machine: { health, refundsUnusedOnStop } }: { machine: Machine }) {
  if (health?.degradedSince)
    return (
      <Notice tone="neutral">
        <Trans>
          Nobody can reach it: the coins for the time since {formatTimeOfDay(health.degradedSince)} come back.
        </Trans>
      </Notice>
    );
  return refundsUnusedOnStop ? (
    <Notice tone="neutral">
      <Trans>The coins for the unused time come back, in whole coins.</Trans>
    </Notice>
  ) : (
    <Notice tone="coin">
      <Trans>Nothing is refunded: the unused time is lost.</Trans>
    </Notice>
  );
}
