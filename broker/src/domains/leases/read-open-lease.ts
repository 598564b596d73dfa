import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { leases } from './tables.ts';

/** The lease by which a machine is held just now, or null. */
export async function readOpenLease(
  tx: Tx,
  machineId: string,
): Promise<{ workerId: string; seatId: string; epoch: number } | null> {
  const rows = await tx
    .select({ workerId: leases.workerId, seatId: leases.seatId, epoch: leases.epoch })
    .from(leases)
    .where(and(eq(leases.machineId, machineId), isNull(leases.releasedAt)));
  return rows[0] ?? null;
}
