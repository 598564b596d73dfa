import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { auditWorker, type WorkerOrder } from './audit-worker.ts';
import { readWorkerState } from './read-worker-state.ts';

/**
 * Puts a draining or drained worker back into service. A revoked or locked one never comes back: enrol it anew.
 * Errors: `not_found`, `worker_state_conflict`.
 */
export async function resumeWorker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  order: WorkerOrder,
): Promise<void> {
  const before = await readWorkerState(tx, order.workerId);
  if (before !== 'draining' && before !== 'drained') {
    throw fail('worker_state_conflict', { detail: `The worker is ${before}.`, params: { state: before } });
  }
  await tx.execute(sql`
    update workers set state = 'active', state_reason = null, drain_deadline_at = null where id = ${order.workerId}
  `);
  await auditWorker(tx, order, {
    action: 'worker.resume',
    before: { state: before },
    after: { state: 'active' },
  });
  tx.afterCommit(() => {
    ctx.bus.emit('desired_changed', { workerId: order.workerId });
    ctx.bus.emit('queue_changed', {});
  });
}
