import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { auditWorker, type WorkerOrder } from './audit-worker.ts';
import { readWorkerState } from './read-worker-state.ts';

/**
 * Puts a draining or drained worker back into service, and gives one that is failing machines again without a probe: an admin's
 * word. A revoked or locked one never comes back: enrol it anew.
 * Errors: `not_found`, `worker_state_conflict`.
 */
export async function resumeWorker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  order: WorkerOrder,
): Promise<void> {
  const before = await readWorkerState(tx, order.workerId);
  const wasFailing = await clearFailing(tx, order.workerId);
  if (before !== 'draining' && before !== 'drained' && !(before === 'active' && wasFailing)) {
    throw fail('worker_state_conflict', { detail: `The worker is ${before}.`, params: { state: before } });
  }
  await tx.execute(sql`
    update workers set state = 'active', state_reason = null, drain_deadline_at = null where id = ${order.workerId}
  `);
  await auditWorker(tx, order, {
    action: 'worker.resume',
    before: { state: before, ...(wasFailing ? { failing: true } : {}) },
    after: { state: 'active' },
  });
  tx.afterCommit(() => {
    ctx.bus.emit('desired_changed', { workerId: order.workerId });
    ctx.bus.emit('queue_changed', {});
  });
}

/** What failed before counts no more. Answers whether it was failing. */
async function clearFailing(tx: Tx, workerId: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    update workers set failing_since = null, failing_reason = null, probe_passed_at = now(), failures = 0, penalised_until = null
    where id = ${workerId} and failing_since is not null
  `);
  return rowCount === 1;
}
