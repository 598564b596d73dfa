import type { Machine } from '@coinslot/shared/http/machines.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { Trans } from '@lingui/react/macro';
import { SquareTerminal } from 'lucide-react';
import { Suspense, lazy, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { keepTerminal, readKeptTerminal } from '../kept-terminal.ts';

// With xterm.js it is larger than the rest of the page.
const TerminalPanel = lazy(async () => ({ default: (await import('./terminal-panel.tsx')).TerminalPanel }));

/**
 * A terminal on the machine's page. One that is open stays when the machine ends, to say so; a reload comes back to the one that was
 * open in this tab.
 */
export function TerminalCard({ machine, className }: { machine: Machine; className?: string }) {
  const [open, setOpen] = useState(() => machine.hasTerminal && readKeptTerminal(machine.id) !== null);
  const [round, setRound] = useState(0);
  if (isFinalMachineState(machine.state) && !open) return null;
  function close(): void {
    keepTerminal(machine.id, null);
    setOpen(false);
  }
  return (
    <Card className={className}>
      <CardTitle
        aside={
          open ? null : (
            <Button look="coin" size="small" disabled={!machine.hasTerminal} onClick={() => setOpen(true)}>
              <SquareTerminal aria-hidden /> <Trans>Open a terminal</Trans>
            </Button>
          )
        }
      >
        <Trans>Terminal</Trans>
      </CardTitle>
      {open ? (
        <Suspense fallback={<Skeleton className="h-[30rem]" />}>
          <TerminalPanel
            key={round}
            machineId={machine.id}
            machineName={machine.name}
            mayOpen={machine.hasTerminal}
            onAgain={() => setRound(round + 1)}
            onClose={close}
          />
        </Suspense>
      ) : (
        <p className="text-soft">
          <Trans>
            A shell on the machine, in this page: no ssh, no file with a key. It can be opened while the
            machine is ready and ends with it.
          </Trans>
        </p>
      )}
    </Card>
  );
}
