import type { FleetSnapshot, WaitingMachine } from '@coinslot/shared/http/admin-fleet.ts';
import { t } from '@lingui/core/macro';
import { memo } from 'react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatAge, formatDateTime, formatNumber } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Badge } from '../../../ui/badge.tsx';
import { say } from '../../../words/say.ts';
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
      ? t`the first ${waiting.length} of ${formatNumber(waitingCount)}`
      : formatNumber(waitingCount);
  return (
    <PanelList title={t`Queue`} note={note} empty={t`Nobody waits.`} count={waiting.length}>
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
        {blocked ? <Badge tone="bad">{say(blockLooks[blocked])}</Badge> : null}
      </div>
      <span className="text-soft text-right" title={t`Gives up at ${formatDateTime(machine.deadlineAt)}`}>
        {formatAge(machine.waitingSince, nowMs)}
      </span>
    </div>
  );
}
