import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { formatBytes, formatDateTime } from '../../../lib/format.ts';
import { Moment } from '../../../ui/moment.tsx';
import { sayContract } from '../../../words/say.ts';
import { mayDo } from '../../accounts/api/use-signed-in.ts';
import { isOld, workerActs } from '../describe-worker.ts';
import { DrainButton } from './drain-button.tsx';
import { EditWorkerButton } from './edit-worker-button.tsx';
import { ResumeButton } from './resume-button.tsx';
import { RevokeButton } from './revoke-button.tsx';

/** What an opened worker shows, and what an admin can do with it. */
export function WorkerDetails({ worker, me }: { worker: Worker; me: Me }) {
  const acts = workerActs(worker);
  return (
    <div className="bg-sunk border-line space-y-4 border-t px-4 py-4">
      {worker.stateReason ? <p className="text-sm break-words">{sayContract(worker.stateReason)}</p> : null}
      {worker.drainDeadlineAt && worker.state === 'draining' ? (
        <p className="text-sm">
          <Trans>What still runs at {formatDateTime(worker.drainDeadlineAt)} is handed over or ended.</Trans>
        </p>
      ) : null}
      {worker.failing ? (
        <p className="text-bad text-sm font-medium break-words">
          <Trans>
            Gets no member’s machine until a test start succeeds. Failing since{' '}
            {formatDateTime(worker.failing.since)}: {sayContract(worker.failing.reason)}
          </Trans>
        </p>
      ) : null}
      <WorkerFacts worker={worker} />
      <WorkerMachines machines={worker.machines} />
      <div className="flex flex-wrap gap-2">
        {acts.edit && mayDo(me, 'admin.workers.enrol') ? <EditWorkerButton worker={worker} /> : null}
        {acts.drain && mayDo(me, 'admin.workers.drain') ? <DrainButton worker={worker} /> : null}
        {acts.resume && mayDo(me, 'admin.workers.drain') ? <ResumeButton worker={worker} /> : null}
        {acts.revoke && mayDo(me, 'admin.workers.revoke') ? <RevokeButton worker={worker} /> : null}
      </div>
    </div>
  );
}

function WorkerFacts({ worker }: { worker: Worker }) {
  const { load } = worker;
  return (
    <dl className="[&_dt]:text-soft grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-3 [&_dd]:break-words">
      <div>
        <dt>
          <Trans>Labels</Trans>
        </dt>
        <dd>{worker.labels.join(', ') || t`None`}</dd>
      </div>
      <div>
        <dt>
          <Trans>Last heartbeat</Trans>
        </dt>
        <dd>{worker.lastSeenAt ? <Moment at={worker.lastSeenAt} /> : t`Never`}</dd>
      </div>
      <div>
        <dt>
          <Trans>Connected since</Trans>
        </dt>
        <dd>{worker.connectedSince ? formatDateTime(worker.connectedSince) : t`Not connected`}</dd>
      </div>
      <div>
        <dt>
          <Trans>Version</Trans>
        </dt>
        <dd>
          {worker.version ?? t`Unknown`}
          {isOld(worker) ? (
            <span className="block">
              <Trans>
                Older than this broker: it serves for now. Update it before the next version comes.
              </Trans>
            </span>
          ) : null}
        </dd>
      </div>
      <div>
        <dt>
          <Trans>Enrolled</Trans>
        </dt>
        <dd>{formatDateTime(worker.enrolledAt)}</dd>
      </div>
      {load ? (
        <div>
          <dt>
            <Trans>Memory</Trans>
          </dt>
          <dd className="tabular-nums">
            {formatBytes(load.workerRssBytes)}
            {load.browserRssBytes === null
              ? t`, no browser`
              : t` + ${formatBytes(load.browserRssBytes)} browser`}
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

function WorkerMachines({ machines }: { machines: Worker['machines'] }) {
  if (machines.length === 0)
    return (
      <p className="text-soft text-sm">
        <Trans>No machine on it.</Trans>
      </p>
    );
  return (
    <ul aria-label={t`Machines`} className="flex flex-wrap gap-2">
      {machines.map((machine) => (
        <li key={machine.id}>
          <Link
            to={paths.adminMachine(machine.id)}
            className="border-line bg-panel hover:bg-coin-wash inline-flex min-h-9 items-center rounded-lg border px-2.5 text-sm font-semibold"
          >
            {machine.name}
            <span className="text-soft ml-1.5 font-normal">{machine.state}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
