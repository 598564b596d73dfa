import type { Tx } from '../../../database/db.ts';
import { type Actor, writeAudit } from '../../audit/index.ts';

/** What an admin asks of a worker, and who asked from where. */
export interface WorkerOrder {
  workerId: string;
  reason: string | null;
  actor: Actor;
  address: string | null;
}

export async function auditWorker(
  tx: Tx,
  order: WorkerOrder,
  change: { action: string; before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await writeAudit(tx, {
    actor: order.actor,
    action: change.action,
    targetKind: 'worker',
    targetId: order.workerId,
    reason: order.reason,
    before: change.before,
    after: change.after,
    address: order.address,
  });
}
