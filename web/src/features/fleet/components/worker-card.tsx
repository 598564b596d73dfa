import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatBytes, formatDateTime } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card } from '../../../ui/card.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { mayDo } from '../../accounts/api/use-signed-in.ts';
import { livenessLooks, workerActs, workerStateLooks } from '../describe-worker.ts';
import { DrainButton } from './drain-button.tsx';
import { ResumeButton } from './resume-button.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { SlotMeter } from './slot-meter.tsx';

/** One worker: how alive, how full, what it runs, and what an admin can do with it. */
export function WorkerCard({ worker, me }: { worker: Worker; me: Me }) {
  const liveness = livenessLooks[worker.liveness];
  const state = workerStateLooks[worker.state];
  const acts = workerActs(worker);
  return (
    <Card className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-1 text-lg font-bold break-all">{worker.name}</h2>
        <Badge tone={liveness.tone}>{liveness.label}</Badge>
        {worker.state === 'active' ? null : <Badge tone={state.tone}>{state.label}</Badge>}
      </div>
      {worker.stateReason ? <p className="text-sm">{worker.stateReason}</p> : null}
      {worker.drainDeadlineAt && worker.state === 'draining' ? (
        <p className="text-soft text-sm">Ends what still runs at {formatDateTime(worker.drainDeadlineAt)}</p>
      ) : null}
      <SlotMeter used={worker.used} capacity={worker.capacity} />
      <WorkerFacts worker={worker} />
      <WorkerMachines machines={worker.machines} />
      <div className="flex flex-wrap gap-2">
        {acts.drain && mayDo(me, 'admin.workers.drain') ? <DrainButton worker={worker} /> : null}
        {acts.resume && mayDo(me, 'admin.workers.drain') ? <ResumeButton worker={worker} /> : null}
        {acts.revoke && mayDo(me, 'admin.workers.revoke') ? <RevokeButton worker={worker} /> : null}
      </div>
    </Card>
  );
}

function WorkerFacts({ worker }: { worker: Worker }) {
  const { load } = worker;
  return (
    <dl className="[&_dt]:text-soft grid grid-cols-2 gap-x-4 gap-y-2 text-sm">
      <div>
        <dt>Pool</dt>
        <dd>{worker.poolName}</dd>
      </div>
      <div>
        <dt>Labels</dt>
        <dd className="break-words">{worker.labels.join(', ') || 'None'}</dd>
      </div>
      <div>
        <dt>Last heartbeat</dt>
        <dd>{worker.lastSeenAt ? <Moment at={worker.lastSeenAt} /> : 'Never'}</dd>
      </div>
      <div>
        <dt>Version</dt>
        <dd>{worker.version ?? 'Unknown'}</dd>
      </div>
      {load ? (
        <>
          <div>
            <dt>Load (1 min)</dt>
            <dd className="tabular-nums">{load.load1.toFixed(2)}</dd>
          </div>
          <div>
            <dt>Memory</dt>
            <dd className="tabular-nums">
              {formatBytes(load.workerRssBytes)}
              {load.browserRssBytes === null ? '' : ` + ${formatBytes(load.browserRssBytes)} browser`}
            </dd>
          </div>
        </>
      ) : null}
    </dl>
  );
}

function WorkerMachines({ machines }: { machines: Worker['machines'] }) {
  if (machines.length === 0) return <p className="text-soft text-sm">No machine on it.</p>;
  return (
    <ul className="flex flex-wrap gap-2">
      {machines.map((machine) => (
        <li key={machine.id}>
          <Link
            to={paths.adminMachine(machine.id)}
            className="border-line bg-sunk hover:bg-coin-wash inline-flex min-h-8 items-center rounded-lg border px-2.5 text-sm font-semibold"
          >
            {machine.name}
            <span className="text-soft ml-1.5 font-normal">{machine.state}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
