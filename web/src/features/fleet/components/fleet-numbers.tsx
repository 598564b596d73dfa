import type { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatElapsed, formatNumber } from '../../../lib/format.ts';
import { LoadBar } from '../../../ui/load-bar.tsx';

/** The fleet in four numbers. Their places are fixed: only the figures change. */
export function FleetNumbers({ fleet }: { fleet: FleetSnapshot }) {
  const up = fleet.workers.filter(({ liveness }) => liveness === 'connected').length;
  const troubled = fleet.workers.length - up;
  return (
    <dl className="mb-4 grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Tile name={t`Slots`}>
        <LoadBar used={fleet.slots.used} capacity={fleet.slots.total} words={t`in use`} />
      </Tile>
      <Tile name={t`Workers`}>
        <Figure>{formatNumber(up)}</Figure>
        <Note>{describeWorkers(fleet.workers.length, troubled)}</Note>
      </Tile>
      <Tile name={t`Waiting`}>
        <Figure>{formatNumber(fleet.waitingCount)}</Figure>
        <Note>{describeWaiting(fleet)}</Note>
      </Tile>
      <Tile name={t`Preparation`}>
        <Figure>{fleet.medianPrepareMs === null ? '–' : formatElapsed(fleet.medianPrepareMs)}</Figure>
        <Note>
          <Trans>median of the last hour</Trans>
        </Note>
      </Tile>
    </dl>
  );
}

/** What holds the queue up, when it is not slots; else how long was waited lately. */
function describeWaiting({ waitingCount, freePlaces, slots, medianWaitMs }: FleetSnapshot): string {
  if (waitingCount > 0 && freePlaces === 0 && slots.free > 0) return t`no seat is free, slots are`;
  return medianWaitMs === null ? t`no wait measured` : t`${formatElapsed(medianWaitMs)} median wait`;
}

function describeWorkers(all: number, troubled: number): string {
  if (all === 0) return t`none enrolled`;
  return troubled === 0 ? t`all connected` : t`connected, ${formatNumber(troubled)} not`;
}

function Tile({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-card border-line bg-panel shadow-card border p-4">
      <dt className="text-soft mb-1 text-sm">{name}</dt>
      <dd className="min-h-14">{children}</dd>
    </div>
  );
}

function Figure({ children }: { children: ReactNode }) {
  return <p className="text-2xl leading-tight font-extrabold tabular-nums">{children}</p>;
}

function Note({ children }: { children: ReactNode }) {
  return <p className="text-soft text-sm">{children}</p>;
}
