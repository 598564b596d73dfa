import type { EditWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import { eq } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { workers } from '../tables.ts';
import { auditWorker, type WorkerOrder } from './audit-worker.ts';

/**
 * Changes a worker's labels and slots. Its machines stay where they are, also when it has more of them than slots now: then it gets
 * nothing new until it is below. Errors: `not_found`, `worker_state_conflict` (revoked or locked: it never comes back).
 */
export async function editWorker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  order: WorkerOrder & EditWorkerRequest,
): Promise<void> {
  const ofWorker = eq(workers.id, order.workerId);
  const [row] = await tx.select(seen).from(workers).where(ofWorker).for('update');
  if (!row) throw fail('not_found');
  const { state, ...before } = row;
  if (state === 'revoked' || state === 'locked')
    throw fail('worker_state_conflict', { detail: `The worker is ${state}.`, params: { state } });
  const after = { labels: [...new Set(order.labels)].toSorted(), capacity: order.capacity };
  await tx.update(workers).set(after).where(ofWorker);
  await auditWorker(tx, order, { action: 'worker.edit', before, after });
  tx.afterCommit(() => {
    ctx.bus.emit('desired_changed', { workerId: order.workerId });
    ctx.bus.emit('queue_changed', {});
  });
}

const seen = { state: workers.state, labels: workers.labels, capacity: workers.capacity };
