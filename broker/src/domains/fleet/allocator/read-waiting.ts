import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { unconfirmedEnd } from '../../leases/index.ts';
import type { FreeWorker } from './choose-worker.ts';
import { usableWorker } from './usable-worker.ts';

/** A machine without a lease that needs a worker: to be prepared, to be adopted while ready, or to have its lab session ended. */
export interface WaitingMachine {
  id: string;
  work: 'adopt' | 'end' | 'prepare';
  state: string;
  epoch: number;
  poolId: string;
  labId: string;
  /** The seat it still holds; null = one must be claimed. */
  seatId: string | null;
  triedWorkerIds: string[];
  onlyWorkerId: string | null;
}

/** Placed in one transaction at most; more follow in the next. */
export const batchSize = 50;

/** Between two priority classes lie this many seconds of waiting. */
const ageingSeconds = 300;

/**
 * The machines to place next, in order: ready machines that lost their worker, lab sessions to be ended, then the queue
 * by priority class (members before stock) with one class per five minutes waited, round-robin by member, age. Of the
 * queue only those that a free slot and a free seat could serve, so that nobody waits behind a full lab or pool. A lab session
 * whose end was tried in vain comes last, after a pause: its lab may be gone.
 */
export async function readWaiting(
  tx: Tx,
  clock: { startedAgoMs: number; suspectAfterMs: number; endRetryMs: number },
): Promise<WaitingMachine[]> {
  const rows = await readRows(
    tx,
    WaitingRow,
    sql`
      with free_pools as (
        select distinct w.pool_id from workers w join pools p on p.id = w.pool_id
        where ${usableWorker(clock)}
      ), free_labs as (
        select distinct s.lab_id from seats s join labs l on l.id = s.lab_id where ${usableSeat}
      ), waiting as (
        select m.id, 'adopt' as work, 0 as rank, 0 as class, 0 as turn from machines m where m.state = 'ready'
        union all
        select m.id, 'end', case when tried.last_at is null then 1 else 3 end, 0, 0
        from machines m join lab_sessions s on s.machine_id = m.id and s.state <> 'ended'
          left join lateral (
            select max(l.released_at) as last_at from leases l
            where l.machine_id = m.id and l.release_reason = ${unconfirmedEnd}
          ) as tried on true
        where m.state in ('stopping', 'stopped', 'failed')
          and (tried.last_at is null or tried.last_at <= now() - make_interval(secs => ${clock.endRetryMs / 1000}))
        union all
        select m.id, 'prepare', 2,
          (m.purpose in ('sale', 'trial'))::integer + floor(extract(epoch from now() - m.queued_at) / ${ageingSeconds}),
          row_number() over (partition by coalesce(m.owner_id, m.id) order by m.queued_at, m.id)
        from machines m
        where m.state = 'queued' and (m.not_before is null or m.not_before <= now())
          and (m.seat_id is not null or m.lab_id in (select lab_id from free_labs))
      )
      select m.id, waiting.work, m.state, m.epoch, m.pool_id, m.lab_id, m.seat_id, m.tried_worker_ids,
        case when waiting.work = 'adopt' and exists (
          select 1 from endpoints e where e.machine_id = m.id and e.closed_at is null and e.reach = 'worker'
        ) then (select l.worker_id from leases l where l.machine_id = m.id order by l.epoch desc limit 1) end as only_worker_id
      from waiting join machines m on m.id = waiting.id
      where m.pool_id in (select pool_id from free_pools)
        and not exists (select 1 from leases l where l.machine_id = m.id and l.released_at is null)
      order by waiting.rank, waiting.class desc, waiting.turn, m.queued_at, m.id
      limit ${batchSize}
    `,
  );
  return rows.map((row) => ({
    id: row.id,
    work: row.work,
    state: row.state,
    epoch: row.epoch,
    poolId: row.pool_id,
    labId: row.lab_id,
    seatId: row.seat_id,
    triedWorkerIds: row.tried_worker_ids,
    onlyWorkerId: row.only_worker_id,
  }));
}

/** How many places of each lab's seats are free now. */
export async function readFreeSeats(tx: Tx): Promise<Map<string, number>> {
  const rows = await readRows(
    tx,
    FreeSeats,
    sql`
      select s.lab_id, sum(least(s.max_concurrent - s.in_use, coalesce(s.max_uses - s.uses, s.max_concurrent)))::integer as free
      from seats s join labs l on l.id = s.lab_id where ${usableSeat} group by s.lab_id
    `,
  );
  return new Map(rows.map((row) => [row.lab_id, row.free]));
}

/** The workers with a free slot that may get work now. */
export async function readFreeWorkers(
  tx: Tx,
  startedAgoMs: number,
  suspectAfterMs: number,
): Promise<FreeWorker[]> {
  const rows = await readRows(
    tx,
    FreeWorkerRow,
    sql`
      select w.id, w.pool_id, w.boot_id, w.capacity, w.used, extract(epoch from w.went_idle_at) * 1000 as idle_since_ms
      from workers w join pools p on p.id = w.pool_id
      where ${usableWorker({ startedAgoMs, suspectAfterMs })}
    `,
  );
  return rows.map((row) => ({
    id: row.id,
    poolId: row.pool_id,
    bootId: row.boot_id,
    capacity: row.capacity,
    used: row.used,
    idleSinceMs: row.idle_since_ms,
  }));
}

/** The same conditions as labs.claimSeat, which has the last word. */
const usableSeat = sql`
  l.permission_kind is not null and l.disabled_at is null and l.breaker_opened_at is null
  and s.disabled_at is null and s.in_use < s.max_concurrent
  and (s.max_uses is null or s.uses < s.max_uses)
  and (s.cooldown_until is null or s.cooldown_until <= now())
`;

const WaitingRow = z.object({
  id: z.uuid(),
  work: z.enum(['adopt', 'end', 'prepare']),
  state: z.string(),
  epoch: z.int(),
  pool_id: z.uuid(),
  lab_id: z.uuid(),
  seat_id: z.uuid().nullable(),
  tried_worker_ids: z.array(z.uuid()),
  only_worker_id: z.uuid().nullable(),
});
const FreeSeats = z.object({ lab_id: z.uuid(), free: z.int() });
const FreeWorkerRow = z.object({
  id: z.uuid(),
  pool_id: z.uuid(),
  boot_id: z.uuid().nullable(),
  capacity: z.int(),
  used: z.int(),
  idle_since_ms: z.coerce.number(),
});
