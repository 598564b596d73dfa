import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';

/** What counts against a worker. What a lab did wrong never does. */
export type WorkerFailure = 'not_accepted' | 'browser_failed' | 'internal' | 'lost';

/** Which failures of a preparation are the worker's own; null = the lab's, or nobody's. */
export function workersOwn(failure: ProvisionFailure): WorkerFailure | null {
  return failure === 'browser_failed' || failure === 'internal' ? failure : null;
}

/**
 * Counts a failure of the worker's own. With too many in the window it is `failing` from now on: no machine until a probe passes,
 * for which it is asked at once. What it lost at the same moment (all machines of one dead process) counts once. The caller holds
 * the worker's lock.
 */
export async function countFailure(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'log' | 'metrics'>,
  failure: { workerId: string; machineId: string; kind: WorkerFailure },
): Promise<void> {
  const { failuresMax, failureWindowMs, lostAfterMs } = ctx.config.fleet;
  const { workerId, machineId, kind } = failure;
  const counted = await tx.execute(sql`
    insert into worker_failures (worker_id, machine_id, kind)
    select ${workerId}::uuid, ${machineId}::uuid, ${kind}::text
    where ${kind} <> 'lost' or not exists (
      select 1 from worker_failures f
      where f.worker_id = ${workerId} and f.kind = 'lost' and f.at > now() - make_interval(secs => ${lostAfterMs / 1000})
    )
  `);
  if (counted.rowCount === 0) return;
  tx.afterCommit(() => ctx.metrics.workerFailures.inc({ kind }));
  const marked = await readRows(
    tx,
    Marked,
    sql`
      update workers w set failing_since = now(), failing_reason = recent.reason, probe_id = null, probe_sent_at = null
      from (
        select count(*) as n, count(*) || ' failures: ' || string_agg(distinct replace(f.kind, '_', ' '), ', ') as reason
        from worker_failures f join workers w on w.id = f.worker_id
        where f.worker_id = ${workerId}
          and f.at > greatest(now() - make_interval(secs => ${failureWindowMs / 1000}), w.probe_passed_at)
      ) recent
      where w.id = ${workerId} and w.failing_since is null and recent.n >= ${failuresMax}
      returning w.failing_reason as reason
    `,
  );
  const [mark] = marked;
  if (!mark) return;
  ctx.log.warn(
    { workerId, reason: mark.reason },
    'a worker is failing and gets no machine until a probe passes',
  );
  tx.afterCommit(() => {
    ctx.bus.emit('desired_changed', { workerId });
    ctx.bus.emit('queue_changed', {});
  });
}

const Marked = z.object({ reason: z.string() });
