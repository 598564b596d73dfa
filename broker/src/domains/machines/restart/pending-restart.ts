import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** A restart that the lab has not done yet. */
export const PendingRestart = z.object({ id: z.uuid(), requestedAt: PgTimestamp, isLate: z.boolean() });
export type PendingRestart = z.infer<typeof PendingRestart>;

/** The pending restart of a machine that the caller holds the lock of, or null. */
export async function readPendingRestart(tx: Tx, machineId: string): Promise<PendingRestart | null> {
  const rows = await readRows(
    tx,
    PendingRestart,
    sql`
      select id, requested_at as "requestedAt", deadline_at <= clock_timestamp() as "isLate"
      from machine_restarts where machine_id = ${machineId} and state = 'pending'
    `,
  );
  return rows[0] ?? null;
}

/** Writes down how a restart ended. */
export async function decideRestart(
  tx: Tx,
  restartId: string,
  { state, detail }: { state: 'done' | 'failed'; detail: string | null },
): Promise<void> {
  await tx.execute(sql`
    update machine_restarts set state = ${state}, detail = ${detail}, decided_at = now()
    where id = ${restartId} and state = 'pending'
  `);
}
