import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { writeAudit } from '../../audit/index.ts';

/**
 * Locks a worker whose key was seen in two places. Both live sockets are closed after the commit; its machines are handed
 * on once the worker has heard of it (see leaveWorker), or when its leases run out. Only revoking and enrolling anew leads out: nobody can tell which copy is ours.
 */
export async function lockWorker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  lock: { workerId: string; reason: string; facts: Record<string, unknown>; address: string | null },
): Promise<void> {
  await tx.execute(sql`
    update workers set state = 'locked', state_reason = ${lock.reason}, drain_deadline_at = null
    where id = ${lock.workerId}
  `);
  await writeAudit(tx, {
    actor: { id: null, name: 'system' },
    action: 'worker.lock',
    targetKind: 'worker',
    targetId: lock.workerId,
    reason: lock.reason,
    after: { state: 'locked', ...lock.facts },
    address: lock.address,
  });
  tx.afterCommit(() => ctx.bus.emit('desired_changed', { workerId: lock.workerId }));
}
