import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';

/** Nobody is waited for any more: handed back, given up, or this try of preparing it is over. */
export async function forgetNeed(tx: Tx, machineId: string): Promise<void> {
  await tx.execute(sql`
    update machines set
      needs_operator_until = null, needs_operator_step = null, needs_operator_failure = null, needs_operator_message = null
    where id = ${machineId} and needs_operator_until is not null
  `);
}
