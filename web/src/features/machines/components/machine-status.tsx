import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { isFinalMachineState } from '@coinslot/shared/states/machine.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { CoinMark } from '../../../ui/coins.tsx';
import { describeCharge } from '../describe-charge.ts';
import { boughtMinutes, headline } from '../describe-machine.ts';
import { CancelButton } from './cancel-button.tsx';
import { ExtendButton } from './extend-button.tsx';
import { MachineNotices } from './machine-notices.tsx';
import { QueueStatus } from './queue-status.tsx';
import { RestartButton } from './restart-button.tsx';
import { StateBadge } from './state-badge.tsx';
import { StopButton } from './stop-button.tsx';
import { TimeLeft } from './time-left.tsx';

type MachineStatusProps = {
  machine: Machine;
  events: readonly MachineEvent[];
  wallet: Wallet;
};

/** The state in a sentence, the countdown, the coins, what must be known, and what can be done now. */
export function MachineStatus({ machine, events, wallet }: MachineStatusProps) {
  const { extension, expiresAt, state } = machine;
  const over = isFinalMachineState(state);
  return (
    <Card className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
        <div className="min-w-0 space-y-2">
          <StateBadge machine={machine} />
          <p aria-live="polite" className="text-xl font-bold" data-testid="headline">
            {headline(machine)}
          </p>
          <p className="text-soft flex items-center gap-1.5 text-sm">
            <CoinMark />
            {describeCharge(machine)} · {formatMinutes(boughtMinutes(machine))}
          </p>
        </div>
        <div className="flex min-h-11 items-center">
          {state === 'ready' && expiresAt ? <TimeLeft expiresAt={expiresAt} large /> : null}
          {machine.canCancel ? <CancelButton machine={machine} /> : null}
        </div>
      </div>
      {machine.queue ? <QueueStatus place={machine.queue} /> : null}
      <MachineNotices machine={machine} />
      {over ? null : (
        <div className="border-line flex flex-wrap items-center justify-end gap-3 border-t pt-4">
          {extension ? (
            <ExtendButton machine={machine} events={events} offer={extension} wallet={wallet} />
          ) : null}
          <div className="flex gap-3 max-sm:w-full max-sm:*:flex-1">
            <RestartButton machine={machine} />
            <StopButton machine={machine} />
          </div>
        </div>
      )}
    </Card>
  );
}
