import type { FleetSnapshot, WaitingMachine } from '@coinslot/shared/http/admin-fleet.ts';
import { memo } from 'react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatAgo, formatDateTime, formatNumber } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Badge } from '../../../ui/badge.tsx';
import { blockLooks, priorityLabel } from '../describe-waiting.ts';
import { PanelList } from './panel-list.tsx';

const Row = memo(QueueRow);

/** Who waits for what, in the order in which they are served. */
export function QueueList({ fleet }: { fleet: FleetSnapshot }) {
  const { waiting, waitingCount } = fleet;
  const now = useNow(5000);
  // Rounded, so that a row is drawn anew only when its words change.
  const nowMs = Math.floor(now / 5000) * 5000;
  const note =
    waitingCount > waiting.length
      ? `the first ${waiting.length} of ${formatNumber(waitingCount)}`
      : formatNumber(waitingCount);
  return (
    <PanelList title="Queue" note={note} empty="Nobody waits." count={waiting.length}>
      {waiting.map((machine) => (
        <li key={machine.machineId} className="contain-content">
          <Row machine={machine} nowMs={nowMs} />
        </li>
      ))}
    </PanelList>
  );
}

function QueueRow({ machine, nowMs }: { machine: WaitingMachine; nowMs: number }) {
  const { blocked } = machine;
  return (
    <div className="grid min-h-20 grid-cols-[2.5rem_1fr_auto] items-start gap-x-2 px-4 py-2.5 text-sm">
      <span className="font-display text-lg font-bold tabular-nums">{machine.position}</span>
      <div className="min-w-0">
        <p className="truncate">
          <Link
            to={paths.adminMachine(machine.machineId)}
            className="font-bold underline-offset-2 hover:underline"
          >
            {machine.name}
          </Link>{' '}
          · {machine.productName}
        </p>
        <p className="text-soft truncate">
          {machine.ownerName ?? priorityLabel(machine.priority)} · {machine.poolName} · {machine.labName}
        </p>
        {blocked ? <Badge tone="bad">{blockLooks[blocked]}</Badge> : null}
      </div>
      <span className="text-soft text-right" title={`Gives up at ${formatDateTime(machine.deadlineAt)}`}>
        {formatAgo(machine.waitingSince, nowMs).replace(' ago', '')}
      </span>
    </div>
  );
}
