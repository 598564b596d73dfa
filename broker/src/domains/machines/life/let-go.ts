import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { releaseSeat } from '../../labs/index.ts';
import { releaseLease } from '../../leases/index.ts';
import type { LockedMachine } from './lock-machine.ts';

/**
 * Gives worker slot and seat back when nothing runs at the lab any more. While a lab session is open it does nothing: the
 * lease stays with the goal `end`, and the seat stays taken until the lab confirmed.
 *
 * @param leaseReason kept with the lease; `failed` is counted by the retry rule
 */
export async function letGo(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machine: Pick<LockedMachine, 'id' | 'seatId' | 'openLabSession'>,
  leaseReason: 'ended' | 'failed',
): Promise<void> {
  if (machine.openLabSession !== null) return;
  await releaseLease(tx, ctx, { machineId: machine.id, reason: leaseReason });
  await freeSeat(tx, ctx, machine);
}

/** Gives only the seat back, for a machine that holds no lease any more. */
export async function freeSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machine: Pick<LockedMachine, 'id' | 'seatId'>,
): Promise<void> {
  if (machine.seatId === null) return;
  await tx.execute(sql`update machines set seat_id = null where id = ${machine.id}`);
  await releaseSeat(tx, machine.seatId);
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
}
