import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';

export interface LeaseGrant {
  machineId: string;
  workerId: string;
  seatId: string;
  /** The machine's epoch, raised in this same transaction. */
  epoch: number;
  /** The worker's running process. */
  bootId: string | null;
}

/** One machine's claim; see grantLeases. `isAgain` = its worker held it until now: it keeps the slot though there may be fewer since. */
export async function grantLease(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  grant: LeaseGrant,
  { isAgain = false }: { isAgain?: boolean } = {},
): Promise<void> {
  await grantAll(tx, ctx, [grant], isAgain);
}

/**
 * Writes machines' claims on one slot of a worker each, in one statement. A second open lease of a machine and slots beyond a
 * worker's capacity are refused (both throw). The workers are told after the commit.
 */
export async function grantLeases(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  grants: readonly LeaseGrant[],
): Promise<void> {
  if (grants.length > 0) await grantAll(tx, ctx, grants, false);
}

async function grantAll(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  grants: readonly LeaseGrant[],
  mayExceed: boolean,
): Promise<void> {
  const rows = await readRows(
    tx,
    Granted,
    sql`
      with granted as (
        insert into leases (machine_id, worker_id, seat_id, epoch, boot_id, expires_at)
        select g."machineId", g."workerId", g."seatId", g.epoch, g."bootId",
          now() + make_interval(secs => ${ctx.config.fleet.lostAfterMs / 1000})
        from jsonb_to_recordset(${JSON.stringify(grants)}::jsonb)
          as g("machineId" uuid, "workerId" uuid, "seatId" uuid, epoch integer, "bootId" uuid)
        returning worker_id
      ), slots as (
        select worker_id, count(*)::integer as taken from granted group by worker_id
      )
      update workers w set used = w.used + slots.taken
      from slots where w.id = slots.worker_id and (${mayExceed} or w.used + slots.taken <= w.capacity)
      returning w.id, slots.taken
    `,
  );
  if (rows.reduce((sum, { taken }) => sum + taken, 0) !== grants.length)
    throw new Error('a lease was granted on a worker that does not exist, or has no free slot');
  tx.afterCommit(() => {
    for (const { id } of rows) ctx.bus.emit('desired_changed', { workerId: id });
  });
}

const Granted = z.object({ id: z.uuid(), taken: z.int() });
