import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';

/** Closes every way into a machine and wipes the passwords and keys. */
export async function closeEndpoints(tx: Tx, machineId: string): Promise<void> {
  await tx.execute(sql`
    update endpoints set closed_at = now(), secret = null, private_key = null
    where machine_id = ${machineId} and closed_at is null
  `);
}
