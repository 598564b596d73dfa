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

/**
 * Writes a machine's claim on one slot of a worker. The database refuses a second open lease of the machine and a slot
 * beyond the worker's capacity (both throw). The worker is told after the commit.
 */
export async function grantLease(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  grant: LeaseGrant,
): Promise<void> {
  const rows = await readRows(
    tx,
    Granted,
    sql`
      with granted as (
        insert into leases (machine_id, worker_id, seat_id, epoch, boot_id, expires_at)
        values (${grant.machineId}, ${grant.workerId}, ${grant.seatId}, ${grant.epoch}, ${grant.bootId},
          now() + make_interval(secs => ${ctx.config.fleet.lostAfterMs / 1000}))
        returning worker_id
      )
      update workers w set used = w.used + 1
      from granted where w.id = granted.worker_id
      returning w.id
    `,
  );
  if (rows.length !== 1) throw new Error('a lease was granted on a worker that does not exist');
  tx.afterCommit(() => ctx.bus.emit('desired_changed', { workerId: grant.workerId }));
}

const Granted = z.object({ id: z.uuid() });
