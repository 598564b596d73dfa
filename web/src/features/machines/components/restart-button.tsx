import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useReadOnly } from '../../../ui/read-only.ts';
import { endpointsKey, machineKey } from '../api/keys.ts';
import { restartMachine } from '../api/restart-machine.ts';

/** Restarts a ready machine, after saying what is lost and what stays. Hidden where the lab cannot restart. */
export function RestartButton({ machine }: { machine: Machine }) {
  const [open, setOpen] = useState(false);
  const { canRestart, pendingSince } = machine.restart;
  const pending = pendingSince !== null;
  // It may just now be impossible, because time is being added: the button then waits and does not vanish.
  const [known, setKnown] = useState(false);
  if ((canRestart || pending) && !known) setKnown(true);
  const readOnly = useReadOnly();
  if (!known) return null;
  return (
    <>
      <Button disabled={!canRestart || readOnly} pending={pending} onClick={() => setOpen(true)}>
        {pending ? null : <RotateCw aria-hidden />}
        {pending ? t`Restarting` : t`Restart`}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t`Restart this machine?`}
        description={t`It helps when something on it hangs or no login gets through.`}
      >
        <Ask machineId={machine.id} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function Ask({ machineId, onClose }: { machineId: string; onClose: () => void }) {
  const client = useQueryClient();
  function refresh(): void {
    for (const queryKey of [machineKey(machineId), endpointsKey(machineId)])
      void client.invalidateQueries({ queryKey });
  }
  const restart = useAct({
    send: restartMachine,
    onDone: () => {
      refresh();
      onClose();
    },
    onFailed: refresh,
  });
  return (
    <>
      <ul className="list-disc space-y-1 pl-5">
        <li>
          <Trans>Everything that runs on it ends, and you are logged out.</Trans>
        </li>
        <li>
          <Trans>Files that were saved stay.</Trans>
        </li>
        <li>
          <Trans>
            Nobody can log in until it is back, which takes a minute or so. The password is a new one then.
          </Trans>
        </li>
        <li>
          <Trans>The time you paid for goes on meanwhile.</Trans>
        </li>
      </ul>
      {restart.error ? (
        <Notice tone="bad" className="mt-3">
          {errorText(restart.error)}
        </Notice>
      ) : null}
      <DialogActions>
        <Button onClick={onClose} disabled={restart.isPending}>
          <Trans>Keep it running</Trans>
        </Button>
        <Button look="danger" pending={restart.isPending} onClick={() => restart.run(machineId)}>
          <Trans>Restart it</Trans>
        </Button>
      </DialogActions>
    </>
  );
}
