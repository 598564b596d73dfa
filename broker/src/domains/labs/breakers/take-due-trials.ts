import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { rest } from './breaker-terms.ts';

const DueTrial = z.object({ labId: z.uuid(), seatId: z.uuid(), by: z.enum(['breaker', 'schedule']) });
/** A seat that a canary is to try now: what a breaker closed, or as scheduled. */
export type DueTrial = z.infer<typeof DueTrial>;

/** Asked for at once at most, over all labs. */
const atMost = 20;

/**
 * The seats to be tried now, each given to one broker only: with the answer it is noted when the next is due, so that a second broker
 * which waited for the row finds it done. A seat that a canary tries already is left out, and so is a lab that admits none.
 */
export async function takeDueTrials(tx: Tx, ctx: Pick<BrokerContext, 'config'>): Promise<DueTrial[]> {
  return [
    ...(await takeRestedSeats(tx, ctx)),
    ...(await takeRestedLabs(tx, ctx)),
    ...(await takeScheduled(tx)),
  ];
}

/** Seats whose breaker has rested, one of each lab at once: a lab that is down is not asked by all of them. */
async function takeRestedSeats(tx: Tx, { config }: Pick<BrokerContext, 'config'>): Promise<DueTrial[]> {
  return await readRows(
    tx,
    DueTrial,
    sql`
      with due as (
        select s.id from seats s
        where ${mayBeTried('s')} and ${noCanaryAtLab}
          and exists (select 1 from labs l where l.id = s.lab_id and lab_takes_canaries(l)
            and (l.breaker_opened_at is null or l.breaker_tries_again_at <= now()))
          and s.id = (
            select o.id from seats o where o.lab_id = s.lab_id and ${mayBeTried('o')}
            order by o.breaker_tries_again_at, o.id limit 1
          )
        order by s.id limit ${atMost} for no key update skip locked
      )
      update seats s set last_canary_at = now(),
        breaker_tries_again_at = now() + ${rest(config.breakers, sql`s.breaker_trials`)}
      from due where s.id = due.id and s.breaker_tries_again_at <= now()
      returning s.lab_id as "labId", s.id as "seatId", 'breaker' as by
    `,
  );
}

/** Labs whose breaker has rested though none of their seats' is open: one seat tries for all. */
async function takeRestedLabs(tx: Tx, { config }: Pick<BrokerContext, 'config'>): Promise<DueTrial[]> {
  return await readRows(
    tx,
    DueTrial,
    sql`
      with due as (
        select l.id, chosen.id as seat_id from labs l cross join lateral (
          select s.id from seats s
          where s.lab_id = l.id and seat_has_place(s) and seat_carries(s, 1) and ${noCanaryAtLab}
          order by s.in_use, s.worked_at desc nulls last, s.id limit 1
        ) chosen
        where l.breaker_tries_again_at <= now() and lab_takes_canaries(l)
        order by l.id limit ${atMost} for no key update of l skip locked
      )
      update labs l set breaker_tries_again_at = now() + ${rest(config.breakers, sql`l.breaker_trials`)}
      from due where l.id = due.id and l.breaker_tries_again_at <= now()
      returning l.id as "labId", due.seat_id as "seatId", 'breaker' as by
    `,
  );
}

/** Seats whose turn has come by their lab's schedule, one of each lab at once: members need the others. Counted uses are theirs, too. */
async function takeScheduled(tx: Tx): Promise<DueTrial[]> {
  return await readRows(
    tx,
    DueTrial,
    sql`
      with due as (
        select chosen.id from labs l cross join lateral (
          select s.id from seats s
          where s.lab_id = l.id and seat_has_place(s) and seat_carries(s, 1) and s.max_uses is null and ${noCanaryAtLab}
            and coalesce(s.last_canary_at, s.created_at) <= now() - make_interval(mins => l.canary_every_minutes)
          order by coalesce(s.last_canary_at, s.created_at), s.id limit 1 for no key update skip locked
        ) chosen
        where l.canary_every_minutes is not null and lab_is_open(l)
        order by l.id limit ${atMost}
      )
      update seats s set last_canary_at = now() from due, labs l
      where s.id = due.id and l.id = s.lab_id
        and coalesce(s.last_canary_at, s.created_at) <= now() - make_interval(mins => l.canary_every_minutes)
      returning s.lab_id as "labId", s.id as "seatId", 'schedule' as by
    `,
  );
}

/** A seat whose breaker has rested and that could carry a machine now: one that is used up or cools down keeps no other from its turn. */
function mayBeTried(seat: 's' | 'o'): SQL {
  const s = sql.raw(seat);
  return sql`(${s}.breaker_tries_again_at <= now() and ${s}.disabled_at is null and seat_takes_canary(${s})
    and (${s}.cooldown_until is null or ${s}.cooldown_until <= now()) and seat_carries(${s}, 1))`;
}

/** Over a seat `s`. */
const noCanaryAtLab = sql`not exists (
  select 1 from machines c where c.lab_id = s.lab_id and c.purpose = 'canary' and c.ended_at is null
)`;
