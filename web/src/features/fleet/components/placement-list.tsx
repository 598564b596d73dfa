import type { FleetSnapshot, Placement } from '@coinslot/shared/http/admin-fleet.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { memo } from 'react';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatClock, formatElapsed } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { say } from '../../../words/say.ts';
import { stateLabels, stateTones } from '../../machines/describe-machine.ts';
import { describeRelease } from '../describe-release.ts';
import { PanelList } from './panel-list.tsx';

const Row = memo(PlacementRow);

/** Which worker got which machine, newest first. */
export function PlacementList({ fleet }: { fleet: FleetSnapshot }) {
  const { placements } = fleet;
  return (
    <PanelList
      title={t`Placements`}
      note={placements.length === 0 ? '' : t`the newest ${placements.length}`}
      empty={t`No machine was given to a worker yet.`}
      count={placements.length}
    >
      {placements.map((placement) => (
        <li key={placement.leaseId}>
          <Row placement={placement} />
        </li>
      ))}
    </PanelList>
  );
}

function PlacementRow({ placement }: { placement: Placement }) {
  return (
    <div className="grid min-h-20 grid-cols-[1fr_auto] items-start gap-x-3 px-4 py-2.5 text-sm">
      <div className="min-w-0">
        <p className="truncate">
          <Link
            to={paths.adminMachine(placement.machineId)}
            className="font-bold underline-offset-2 hover:underline"
          >
            {placement.machineName}
          </Link>{' '}
          → {placement.workerName}
        </p>
        <p className="text-soft truncate">{describeTimes(placement)}</p>
        {placement.releasedAt ? (
          <p className="text-soft truncate">
            <Trans>Released {formatClock(placement.releasedAt)}</Trans>
            {placement.releaseReason ? `: ${describeRelease(placement.releaseReason)}` : ''}
          </p>
        ) : null}
      </div>
      <div className="text-right">
        <Badge tone={stateTones[placement.machineState]}>{say(stateLabels[placement.machineState])}</Badge>
        <p className="text-soft">{formatClock(placement.grantedAt)}</p>
      </div>
    </div>
  );
}

function describeTimes({ waitedMs, acceptedAfterMs }: Placement): string {
  const waited = waitedMs === null ? t`did not wait` : t`waited ${formatElapsed(waitedMs)}`;
  return acceptedAfterMs === null
    ? t`${waited}, not accepted yet`
    : t`${waited}, accepted in ${formatElapsed(acceptedAfterMs)}`;
}
