import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import type { Me } from '@coinslot/shared/http/me.ts';
import { Trans } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { formatBytes, formatDecimal } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { LoadBar } from '../../../ui/load-bar.tsx';
import { say } from '../../../words/say.ts';
import { isOld, livenessLooks, workerStateLooks } from '../describe-worker.ts';
import { DrainLeft } from './drain-left.tsx';
import { WorkerDetails } from './worker-details.tsx';

/** One worker: how alive and how full it is, and opened what it runs and what can be done with it. */
export function WorkerRow({ worker, me }: { worker: Worker; me: Me }) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  return (
    <>
      <div className="hover:bg-sunk relative grid min-h-22 grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 px-4 py-3 sm:grid-cols-[1.4fr_1fr_7rem_auto]">
        <div className="min-w-0">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={detailsId}
            title={worker.name}
            onClick={() => setOpen(!open)}
            // The whole row opens it, by an edge that reaches around the row.
            className="focus-visible:after:outline-focus block max-w-full truncate text-left font-bold after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:-outline-offset-3"
          >
            {worker.name}
          </button>
          <WorkerBadges worker={worker} />
        </div>
        <ChevronDown
          aria-hidden
          className={classNames(
            'text-soft size-5 justify-self-end transition-transform sm:order-last',
            open && 'rotate-180',
          )}
        />
        <LoadBar used={worker.used} capacity={worker.capacity} className="min-w-0" />
        <HostLoad load={worker.load} />
      </div>
      <div id={detailsId} hidden={!open}>
        {open ? <WorkerDetails worker={worker} me={me} /> : null}
      </div>
    </>
  );
}

function WorkerBadges({ worker }: { worker: Worker }) {
  const liveness = livenessLooks[worker.liveness];
  const state = workerStateLooks[worker.state];
  return (
    <span className="mt-1 flex flex-wrap items-center gap-1.5">
      <Badge tone={liveness.tone}>{say(liveness.label)}</Badge>
      {worker.state === 'active' ? null : (
        <Badge tone={state.tone}>
          {say(state.label)}
          {worker.state === 'draining' && worker.drainDeadlineAt ? (
            <DrainLeft deadlineAt={worker.drainDeadlineAt} />
          ) : null}
        </Badge>
      )}
      {worker.failing ? (
        <Badge tone="bad">
          <Trans>Failing</Trans>
        </Badge>
      ) : null}
      {isOld(worker) ? (
        <Badge tone="coin">
          <Trans>Old version</Trans>
        </Badge>
      ) : null}
      <span className="text-soft truncate text-sm">{worker.poolName}</span>
    </span>
  );
}

function HostLoad({ load }: { load: Worker['load'] }) {
  if (!load)
    return (
      <span className="text-soft text-sm">
        <Trans>No report</Trans>
      </span>
    );
  return (
    <span className="text-sm tabular-nums max-sm:text-right">
      <span className="block">
        <span className="text-soft">
          <Trans>Load</Trans>
        </span>{' '}
        {formatDecimal(load.load1)}
      </span>
      <span className="block">
        <span className="sr-only">
          <Trans>Memory</Trans>{' '}
        </span>
        {formatBytes(load.workerRssBytes + (load.browserRssBytes ?? 0))}
      </span>
    </span>
  );
}
