import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { auditWorker, type WorkerOrder } from './audit-worker.ts';
import { readWorkerState } from './read-worker-state.ts';

/**
 * Takes a worker out of service: no new work from here on; what runs may go on until the deadline and is then handed over, or ended
 * with a refund of the unused time (see finishDrains). Draining again moves the deadline. Errors: `not_found`, `worker_state_conflict`.
 */
export async function drainWorker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  order: WorkerOrder & { deadlineMinutes: number },
): Promise<void> {
  const before = await readWorkerState(tx, order.workerId);
  if (before !== 'active' && before !== 'draining') {
    throw fail('worker_state_conflict', { detail: `The worker is ${before}.`, params: { state: before } });
  }
  const rows = await readRows(
    tx,
    Drained,
    sql`
      update workers set state = 'draining', state_reason = ${order.reason},
        drain_deadline_at = now() + make_interval(mins => ${order.deadlineMinutes})
      where id = ${order.workerId}
      returning used
    `,
  );
  await auditWorker(tx, order, {
    action: 'worker.drain',
    before: { state: before },
    after: { state: 'draining', deadlineMinutes: order.deadlineMinutes, machines: rows[0]?.used ?? 0 },
  });
  tx.afterCommit(() => ctx.bus.emit('desired_changed', { workerId: order.workerId }));
}

const Drained = z.object({ used: z.int() });
