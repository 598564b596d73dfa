import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';

/** A machine, locked by the caller, is used from now on, whatever its lab tells: it is idle no earlier, and warned of that anew. */
export async function noteUse(tx: Tx, machineId: string): Promise<void> {
  await tx.execute(sql`update machines set used_at = now(), idle_warned = false where id = ${machineId}`);
}
