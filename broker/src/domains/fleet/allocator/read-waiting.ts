import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { unconfirmedEnd } from '../../leases/index.ts';
import { orderQueued, selectQueued } from '../../queue/index.ts';
import { usableWorker } from './usable-worker.ts';

/** A machine without a lease that needs a worker: to be prepared, to be adopted while ready, or to have its lab session ended. */
export interface WaitingMachine {
  id: string;
  work: 'adopt' | 'end' | 'prepare';
  state: string;
  epoch: number;
  poolId: string;
  labId: string;
  /** From the purchase until now; null for what was given to a worker before, and for canaries. */
  waitedMs: number | null;
  /** The sold minutes, for which its seat must be open. */
  minutes: number;
  /** Whose turn it is; null for what is not of the queue. */
  takerId: string | null;
  /** The only seat that a canary may have, also a closed one. */
  namedSeatId: string | null;
  /** The seat it still holds; null = one must be claimed. */
  seatId: string | null;
  triedWorkerIds: string[];
  onlyWorkerId: string | null;
}

/** Placed in one transaction at most; more follow in the next. */
export const batchSize = 50;

export interface WaitingClock {
  startedAgoMs: number;
  suspectAfterMs: number;
  endRetryMs: number;
  ageingMs: number;
  /** False = only the queue: what lost its worker is looked for in the regular round. */
  orphansToo: boolean;
}

/**
 * The machines to place next, in order: ready machines that lost their worker, lab sessions to be ended, then the queue in its
 * order, then canaries. Of the queue only those that a free slot and a free seat could serve, so that nobody waits behind a full lab or pool. A
 * lab session whose end was tried in vain comes last, after a pause: its lab may be gone.
 */
export async function readWaiting(tx: Tx, clock: WaitingClock): Promise<WaitingMachine[]> {
  return await readRows(
    tx,
    WaitingRow,
    sql`
      with free_pools as (
        -- The limit makes it stop at the first: an "exists" was planned as a join with every worker.
        select p.id from pools p cross join lateral (
          select from workers w where w.pool_id = p.id and ${usableWorker(clock)} limit 1
        ) one
      ), free_labs as (
        select wish.lab_id, wish.duration_minutes
        from (select distinct lab_id, duration_minutes from machines where state = 'queued') wish
          join labs l on l.id = wish.lab_id and lab_is_open(l)
          cross join lateral (
            select from seats s
            where s.lab_id = l.id and s.disabled_at is null and s.in_use < s.max_concurrent
              and seat_has_place(s) and seat_carries(s, wish.duration_minutes)
            limit 1
          ) one
      ), queued as (${selectQueued({
        ageingMs: clock.ageingMs,
        where: sql`q.pool_id in (select id from free_pools)
          and (q.seat_id is not null or q.lab_id in (select lab_id from free_labs))`,
      })}), orphans as (
        select s.machine_id, s.end_asked_at from lab_sessions s
        where ${clock.orphansToo} and s.state <> 'ended'
          and not exists (select 1 from leases l where l.machine_id = s.machine_id and l.released_at is null)
      ), waiting as materialized (
        -- Once: with stale statistics it was planned as the inner side of a loop, 1.5 s for 200 that wait.
        select m.id, 'adopt' as work, 0 as rank, null::uuid as taker_id, 0 as class, 0::bigint as turn,
          null::timestamptz as since, m.queued_at, bound.worker_id as only_worker_id
        from orphans o join machines m on m.id = o.machine_id cross join lateral (
          select case when exists (
            select from endpoints e where e.machine_id = m.id and e.closed_at is null and e.reach = 'worker'
          ) then (select l.worker_id from leases l where l.machine_id = m.id order by l.epoch desc limit 1) end as worker_id
        ) bound
        -- One whose only worker cannot take it now would fill the batch in vain.
        where m.state = 'ready' and (bound.worker_id is null or exists (
          select from workers w join pools p on p.id = w.pool_id where w.id = bound.worker_id and ${usableWorker(clock)}
        ))
        union all
        select m.id, 'end', case when tried.last_at is null then 1 else 3 end, null, 0, 0, null, m.queued_at, null
        from orphans o join machines m on m.id = o.machine_id
          left join lateral (
            select max(l.released_at) as last_at from leases l
            where l.machine_id = m.id and l.release_reason = ${unconfirmedEnd}
          ) as tried on true
        where m.state in ('stopping', 'stopped', 'failed')
          and (tried.last_at is null or tried.last_at <= now() - make_interval(secs => ${clock.endRetryMs / 1000})
            -- An admin does not want to wait for the pause.
            or o.end_asked_at >= tried.last_at)
        union all
        select q.id, 'prepare', 2, q.taker_id, q.class, q.turn, q.since, q.queued_at, null
        from queued q
        where (q.not_before is null or q.not_before <= now())
          and (q.seat_id is not null or (q.lab_id, q.duration_minutes) in (select * from free_labs))
          and not exists (select 1 from leases l where l.machine_id = q.id and l.released_at is null)
        union all
        -- After everybody who waits: a canary takes what is left.
        select m.id, 'prepare', 4, null, 0, 0, null, m.queued_at, null
        from machines m join seats s on s.id = m.named_seat_id join labs l on l.id = m.lab_id
        where m.purpose = 'canary' and m.state = 'queued' and (m.not_before is null or m.not_before <= now())
          and (m.seat_id is not null or (lab_takes_canaries(l) and seat_takes_canary(s)))
          and not exists (select 1 from leases o where o.machine_id = m.id and o.released_at is null)
      )
      select m.id, waiting.work, m.state, m.epoch, m.pool_id as "poolId", m.lab_id as "labId",
        case when m.assigned_at is null and m.purpose <> 'canary' then (extract(epoch from now() - m.requested_at) * 1000)::float8 end as "waitedMs",
        m.duration_minutes as minutes, waiting.taker_id as "takerId", m.seat_id as "seatId", m.named_seat_id as "namedSeatId",
        m.tried_worker_ids as "triedWorkerIds", waiting.only_worker_id as "onlyWorkerId"
      from waiting join machines m on m.id = waiting.id
      where m.pool_id in (select id from free_pools)
      order by waiting.rank, ${orderQueued('waiting')}
      limit ${batchSize}
    `,
  );
}

const WaitingRow = z.object({
  id: z.uuid(),
  work: z.enum(['adopt', 'end', 'prepare']),
  state: z.string(),
  epoch: z.int(),
  poolId: z.uuid(),
  labId: z.uuid(),
  waitedMs: z.number().nullable(),
  minutes: z.int(),
  takerId: z.uuid().nullable(),
  seatId: z.uuid().nullable(),
  namedSeatId: z.uuid().nullable(),
  triedWorkerIds: z.array(z.uuid()),
  onlyWorkerId: z.uuid().nullable(),
});
