import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { appendEvent } from './append-event.ts';

/**
 * `queued → assigned`: the machine is given to a worker, on a seat that the caller claimed for it (or that it kept).
 * The first assignment starts the time in which it must become ready.
 *
 * @returns the new epoch, which the lease must carry; throws when the machine is not queued
 */
export async function assignMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  to: { machineId: string; workerId: string; seatId: string },
): Promise<number> {
  const { provisionDeadlineMs } = ctx.config.machines;
  const rows = await readRows(
    tx,
    z.object({ epoch: z.int() }),
    sql`
      update machines set
        state = 'assigned', epoch = epoch + 1, seat_id = ${to.seatId},
        assigned_at = coalesce(assigned_at, now()),
        provision_deadline_at = coalesce(
          provision_deadline_at, now() + ${provisionDeadlineMs} * interval '1 millisecond'
        ),
        tried_worker_ids = case
          when ${to.workerId}::uuid = any(tried_worker_ids) then tried_worker_ids
          else tried_worker_ids || ${to.workerId}::uuid
        end
      where id = ${to.machineId} and state = 'queued'
      returning epoch
    `,
  );
  const row = rows[0];
  if (!row) throw new Error(`machine ${to.machineId} is not queued and cannot be assigned`);
  await appendEvent(tx, ctx, to.machineId, { kind: 'state', from: 'queued', to: 'assigned', reason: null });
  return row.epoch;
}
