import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** The worker said that it has the assignment. */
export async function acknowledgeLease(
  tx: Tx,
  hold: { workerId: string; machineId: string; epoch: number },
): Promise<void> {
  await tx.execute(sql`
    update leases set acknowledged_at = now()
    where machine_id = ${hold.machineId} and worker_id = ${hold.workerId} and epoch = ${hold.epoch}
      and released_at is null and acknowledged_at is null
  `);
}
