import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';

/** Why a lease ended without its worker's doing anything about it. */
export const lostLeaseReasons = [
  'worker_lost',
  'worker_restarted',
  'worker_revoked',
  'worker_locked',
] as const;
export type LostLeaseReason = (typeof lostLeaseReasons)[number];

/** How often this machine lost its worker; after too many times one that is being prepared is ended with a refund. */
export async function countLostLeases(tx: Tx, machineId: string): Promise<number> {
  const rows = await readRows(
    tx,
    CountRow,
    sql`
      select count(*)::integer as lost from leases
      where machine_id = ${machineId} and release_reason in ${lostLeaseReasons}
    `,
  );
  return rows[0]?.lost ?? 0;
}

const CountRow = z.object({ lost: z.int() });
