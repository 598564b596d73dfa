import type { Machine } from '@coinslot/shared/http/machines.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { CoinMark } from '../../../ui/coins.tsx';
import { describeCharge } from '../describe-charge.ts';
import { headline, stateLabels, stateTones } from '../describe-machine.ts';
import { CancelButton } from './cancel-button.tsx';
import { StopButton } from './stop-button.tsx';
import { TimeLeft } from './time-left.tsx';

type MachineStatusProps = { machine: Machine; refundsUnusedOnStop: boolean | undefined };

/** The state in a sentence, the countdown, the coins, and what can be done now. */
export function MachineStatus({ machine, refundsUnusedOnStop }: MachineStatusProps) {
  return (
    <Card className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
      <div className="min-w-0 space-y-2">
        <Badge tone={stateTones[machine.state]}>{stateLabels[machine.state]}</Badge>
        <p aria-live="polite" className="text-xl font-bold" data-testid="headline">
          {headline(machine)}
        </p>
        <p className="text-soft flex items-center gap-1.5 text-sm">
          <CoinMark />
          {describeCharge(machine.charge)} · {formatMinutes(machine.durationMinutes)}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        {machine.state === 'ready' && machine.expiresAt ? (
          <TimeLeft expiresAt={machine.expiresAt} large />
        ) : null}
        {machine.canCancel ? <CancelButton machine={machine} /> : null}
        {machine.canStop ? <StopButton machine={machine} refundsUnusedOnStop={refundsUnusedOnStop} /> : null}
      </div>
    </Card>
  );
}
