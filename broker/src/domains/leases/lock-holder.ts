import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/**
 * Locks the worker that holds a machine, when one does. Taken after the machine and before its lease, coins and seat: many
 * machines share a worker and a member, and whoever took the coins first could wait for the worker in a circle.
 */
export async function lockHolder(tx: Tx, machineId: string): Promise<void> {
  await tx.execute(sql`
    select w.id from leases l join workers w on w.id = l.worker_id
    where l.machine_id = ${machineId} and l.released_at is null
    for no key update of w
  `);
}
