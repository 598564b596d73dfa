import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { tellChanged } from './append-event.ts';

export interface MachineClaim {
  machineId: string;
  workerId: string;
  seatId: string;
}

/**
 * `queued → assigned`: machines are given to workers, on seats that the caller claimed for them (or that they kept), all in one
 * statement. The first assignment starts the time in which a machine must become ready.
 *
 * @returns each machine's new epoch, which its lease must carry; throws when one of them is not queued
 */
export async function assignMachines(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  claims: readonly MachineClaim[],
): Promise<Map<string, number>> {
  if (claims.length === 0) return new Map();
  const { provisionDeadlineMs } = ctx.config.machines;
  const event = JSON.stringify({ from: 'queued', to: 'assigned', reason: null });
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid(), epoch: z.int() }),
    sql`
      with assigned as (
        update machines m set
          state = 'assigned', epoch = m.epoch + 1, seat_id = c."seatId",
          assigned_at = coalesce(m.assigned_at, now()),
          provision_deadline_at = coalesce(
            m.provision_deadline_at, now() + ${provisionDeadlineMs} * interval '1 millisecond'
          ),
          tried_worker_ids = case
            when c."workerId" = any(m.tried_worker_ids) then m.tried_worker_ids
            else m.tried_worker_ids || c."workerId"
          end,
          last_event_n = m.last_event_n + 1
        from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb)
          as c("machineId" uuid, "workerId" uuid, "seatId" uuid)
        where m.id = c."machineId" and m.state = 'queued'
        returning m.id, m.epoch, m.last_event_n
      ), told as (
        insert into machine_events (machine_id, n, kind, data)
        select id, last_event_n, 'state', ${event}::jsonb from assigned
      )
      select id, epoch from assigned
    `,
  );
  if (rows.length !== claims.length) throw new Error('a machine that is not queued cannot be assigned');
  for (const { id } of rows) tellChanged(tx, ctx, id);
  return new Map(rows.map(({ id, epoch }) => [id, epoch]));
}
