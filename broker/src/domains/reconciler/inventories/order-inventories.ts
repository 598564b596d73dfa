import { takesInventoriesFrom } from '@coinslot/shared/worker-messages/version.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { workerServes } from '../../queue/index.ts';
import { takeDueEnds } from '../findings/take-due-ends.ts';

/** A seat that carries several machines is hardly ever quiet: it is looked at in the middle of it all when it waited for so long. */
const quietWaitMs = 10 * 60_000;

/** Orders of one round at most. */
const batch = 50;

/**
 * Gives the seats whose turn it is to workers: to the least loaded of a pool that serves the lab (to any of them after a look that
 * failed), one seat at a time each, no slot taken. Never while a person has a page of the seat, and not while a machine is being prepared or ended there.
 *
 * @param startedAgoMs since when this broker runs: just after that only workers count that joined since
 * @returns how many orders went out
 */
export async function orderInventories(ctx: BrokerContext, startedAgoMs: number): Promise<number> {
  let ordered = 0;
  // One after the other: the next seat goes to a worker that has none yet.
  while (ordered < batch && (await inTransaction(ctx.db, (tx) => orderNext(tx, ctx, startedAgoMs))))
    ordered += 1;
  return ordered;
}

async function orderNext(tx: Tx, ctx: BrokerContext, startedAgoMs: number): Promise<boolean> {
  const due = await readDue(tx, ctx, startedAgoMs);
  if (due) await order(tx, ctx, due.seatId, due.workerId);
  return due !== null;
}

async function order(tx: Tx, ctx: BrokerContext, seatId: string, workerId: string): Promise<void> {
  const [ordered] = await readRows(
    tx,
    z.object({ epoch: z.int() }),
    sql`
      update seat_inventories set epoch = epoch + 1, worker_id = ${workerId}, asked_at = now(),
        deadline_at = now() + ${ctx.config.reconciler.deadlineMs} * interval '1 millisecond'
      where seat_id = ${seatId}
      returning epoch
    `,
  );
  if (ordered) await takeDueEnds(tx, ctx, { seatId, epoch: ordered.epoch });
  tx.afterCommit(() => ctx.bus.emit('desired_changed', { workerId }));
}

async function readDue(
  tx: Tx,
  { config }: BrokerContext,
  startedAgoMs: number,
): Promise<z.infer<typeof Due> | null> {
  const { suspectAfterMs } = config.fleet;
  const joinedSince =
    startedAgoMs < suspectAfterMs
      ? sql`w.connected_since > now() - make_interval(secs => ${startedAgoMs / 1000})`
      : sql`true`;
  const [due] = await readRows(
    tx,
    Due,
    sql`
      select i.seat_id as "seatId", looker.id as "workerId"
      from seat_inventories i join seats s on s.id = i.seat_id join labs l on l.id = s.lab_id
      cross join lateral (
        select w.id from workers w join pools p on p.id = w.pool_id
        where ${workerServes(config.fleet)} and ${joinedSince} and w.protocol >= ${takesInventoriesFrom}
          and (
            w.pool_id in (select o.pool_id from products o where o.lab_id = l.id)
            or w.pool_id = (
              select m.pool_id from lab_sessions x join machines m on m.id = x.machine_id
              where x.seat_id = s.id order by x.intended_at desc limit 1
            )
          )
          and not exists (select from seat_inventories o where o.worker_id = w.id)
        -- After a look that failed by anyone: whoever does not answer would be the least loaded one again, and again.
        order by case when i.failures > 0 then random() else 0 end, w.used::float8 / w.capacity, w.failures, w.went_idle_at, w.id limit 1
      ) looker
      where i.worker_id is null and i.next_at <= now() and lab_takes_canaries(l)
        and ${isWorthIt(config.reconciler.latelyMs)}
        and ${hasNoPerson}
        and (not ${isBusy} or (s.max_concurrent > 1 and i.next_at <= now() - ${quietWaitMs} * interval '1 millisecond'))
      order by i.next_cause = 'admin' desc, i.next_at limit 1
      for update of i skip locked
    `,
  );
  return due ?? null;
}

/**
 * A seat that rests since long has nothing to tell, and one that its lab refused is not knocked at again by ourselves: an admin may.
 */
function isWorthIt(latelyMs: number) {
  return sql`(
    i.next_cause = 'admin' or (
      (s.breaker_opened_at is null or s.breaker_tries_again_at is not null)
      and (l.breaker_opened_at is null or l.breaker_tries_again_at is not null)
      and (
        exists (
          select from lab_sessions x where x.seat_id = s.id
            and (x.intended_at > now() - ${latelyMs} * interval '1 millisecond')
        )
        or exists (select from lab_sessions x where x.seat_id = s.id and x.state <> 'ended')
        or exists (select from lab_findings f where f.seat_id = s.id and f.state <> 'settled')
      )
    )
  )`;
}

const hasNoPerson = sql`
  not exists (
    select from machines m where m.lab_id = l.id and m.ended_at is null and m.seat_id = s.id
      and (m.needs_operator_until is not null or m.operator_paused)
  )
`;

/** Something is being started or ended there. */
const isBusy = sql`(
  exists (
    select from machines m where m.lab_id = l.id and m.ended_at is null and m.seat_id = s.id
      and m.state in ('assigned', 'provisioning', 'stopping')
  )
  or exists (
    select from lab_sessions x join machines m on m.id = x.machine_id
      join leases h on h.machine_id = m.id and h.released_at is null
    where x.seat_id = s.id and x.state <> 'ended' and m.state <> 'ready'
  )
)`;

const Due = z.object({ seatId: z.uuid(), workerId: z.uuid() });
