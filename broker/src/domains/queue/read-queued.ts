import { QueueBlock } from '@coinslot/shared/states/queue-block.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { orderQueued, selectQueued } from './queue-order.ts';
import { workerServes } from './worker-serves.ts';

/** A machine that waits, with its true place. Those that nothing can serve now are ranked apart: nobody waits behind them. */
export const QueuedMachine = z.object({
  id: z.uuid(),
  poolId: z.uuid(),
  labId: z.uuid(),
  minutes: z.int(),
  priority: z.int(),
  turn: z.int(),
  /** From 1 among `of` of the same pool and lab. */
  position: z.int(),
  of: z.int(),
  blocked: QueueBlock.nullable(),
  givesUpAt: PgTimestamp,
  /** From the purchase to `givesUpAt`, and what is left of it. */
  patience: z.object({ wholeMs: z.number(), leftMs: z.number() }),
  /** Its member was told how long it would take. */
  isTold: z.boolean(),
});
export type QueuedMachine = z.infer<typeof QueuedMachine>;

/** Everything that waits, in the order of service. */
export async function readQueued(
  db: Db | Tx,
  settings: { ageingMs: number; suspectAfterMs: number },
): Promise<QueuedMachine[]> {
  return await readRows(
    db,
    QueuedMachine,
    sql`
      with queued as (
        ${selectQueued({ ageingMs: settings.ageingMs, where: sql`true` })}
      ), pool_serves as (
        select p.id, exists (
          select 1 from workers w where w.pool_id = p.id and ${workerServes(settings)}
        ) as has_worker
        from pools p where p.id in (select pool_id from queued)
      ), lab_lends as (
        select wish.lab_id, wish.duration_minutes, lab_is_open(l) as is_open, exists (
          select 1 from seats s where s.lab_id = l.id and seat_may_work(s) and seat_carries(s, wish.duration_minutes)
        ) as has_seat
        from (select distinct lab_id, duration_minutes from queued) wish join labs l on l.id = wish.lab_id
      ), judged as (
        select q.*, case
          when exists (
            select from lab_sessions o where o.machine_id = q.id and o.state <> 'ended' and o.end_failure is not null
          ) then 'lab_silent'
          when not l.is_open then 'lab_closed'
          when not p.has_worker then 'no_worker'
          when q.seat_id is null and not l.has_seat then 'no_seat'
        end as blocked
        from queued q join pool_serves p on p.id = q.pool_id
          join lab_lends l on l.lab_id = q.lab_id and l.duration_minutes = q.duration_minutes
      )
      select j.id, j.pool_id as "poolId", j.lab_id as "labId", j.duration_minutes as minutes, j.class as priority, j.turn,
        row_number() over (queue order by ${orderQueued('j')}) as position, count(*) over queue as of, j.blocked,
        m.gives_up_at as "givesUpAt", m.told_wait_to_ms is not null as "isTold",
        jsonb_build_object(
          'wholeMs', extract(epoch from m.gives_up_at - m.requested_at) * 1000,
          'leftMs', extract(epoch from m.gives_up_at - now()) * 1000
        ) as patience
      from judged j join (
        select id, requested_at, told_wait_to_ms, coalesce(provision_deadline_at, queue_deadline_at) as gives_up_at from machines
      ) m on m.id = j.id
      window queue as (partition by j.pool_id, j.lab_id, j.blocked is null)
      order by ${orderQueued('j')}
    `,
  );
}
