import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { tellOperator } from '../../outbox/index.ts';
import { counted, rest, triesInVain } from './breaker-terms.ts';

export interface LabFailure {
  labId: string;
  seatId: string;
  failure: ProvisionFailure;
  byCanary: boolean;
}

/**
 * A preparation failed through the lab's doing. Breakers open when it happened too often since something last worked: the seat's after
 * `failuresMax`, the lab's after `labFailuresMax` on two seats or more, or when none of several seats is left. They rest, then a canary
 * tries; each that fails makes the rest twice as long. What failed on a member's machine while a breaker was open changes nothing.
 */
export async function countLabFailure(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'log' | 'metrics'>,
  found: LabFailure,
): Promise<void> {
  // One after the other at one lab, so that two brokers count each other's. Shares with purchases, which only refer to it.
  await tx.execute(sql`select id from labs where id = ${found.labId} for no key update`);
  await tx.execute(sql`
    insert into lab_failures (lab_id, seat_id, failure, by_canary)
    values (${found.labId}, ${found.seatId}, ${found.failure}, ${found.byCanary})
  `);
  tx.afterCommit(() =>
    ctx.metrics.labFailures.inc({ failure: found.failure, by: found.byCanary ? 'canary' : 'member' }),
  );
  const seat = await judgeSeat(tx, ctx, found);
  const lab = await judgeLab(tx, ctx, found);
  if (seat !== null) {
    const { labName, seatName, reason } = seat;
    // Of a lab that closes with it its own message tells.
    if (seat.isNew && lab?.isNew !== true) {
      await tellOperator(tx, ctx, 'seat_closed', { labName, seatName, reason });
    }
    ctx.log.warn({ labId: found.labId, seatId: found.seatId, reason }, 'the breaker of a seat is open');
    tx.afterCommit(() => ctx.metrics.breakersOpened.inc({ of: 'seat' }));
  }
  if (lab?.isNew === true) {
    await tellOperator(tx, ctx, 'lab_closed', { labName: lab.name, reason: lab.reason });
    ctx.log.warn({ labId: found.labId, reason: lab.reason }, 'the breaker of a lab is open');
    tx.afterCommit(() => ctx.metrics.breakersOpened.inc({ of: 'lab' }));
  }
  if (seat !== null || lab !== null) tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
}

async function judgeSeat(tx: Tx, { config }: Pick<BrokerContext, 'config'>, found: LabFailure) {
  const { failuresMax } = config.breakers;
  const [opened] = await readRows(
    tx,
    z.object({ reason: z.string(), seatName: z.string(), labName: z.string(), isNew: z.boolean() }),
    sql`
      update seats s set
        breaker_opened_at = coalesce(s.breaker_opened_at, now()), breaker_reason = recent.reason,
        breaker_trials = ${triesInVain('s')}, breaker_tries_again_at = now() + ${rest(config.breakers, triesInVain('s'))}
      from (
        select count(*) as n, ${reasonOf} as reason
        from lab_failures f join seats s on s.id = f.seat_id
        where s.id = ${found.seatId} and ${counted(config.breakers, sql`s.worked_at`)}
      ) recent
      where s.id = ${found.seatId} and case
        when s.breaker_opened_at is null then recent.n >= ${failuresMax} else ${found.byCanary}::boolean
      end
      returning s.breaker_reason as reason, s.username as "seatName", s.breaker_opened_at = now() as "isNew",
        (select l.name from labs l where l.id = s.lab_id) as "labName"
    `,
  );
  return opened ?? null;
}

async function judgeLab(tx: Tx, { config }: Pick<BrokerContext, 'config'>, found: LabFailure) {
  const { labFailuresMax } = config.breakers;
  const [opened] = await readRows(
    tx,
    z.object({ name: z.string(), reason: z.string(), isNew: z.boolean() }),
    sql`
      update labs l set
        breaker_opened_at = coalesce(l.breaker_opened_at, now()),
        breaker_reason = coalesce(recent.reason, l.breaker_reason, ${found.failure}),
        breaker_trials = ${triesInVain('l')}, breaker_tries_again_at = now() + ${rest(config.breakers, triesInVain('l'))}
      from (
        select count(*) as n, count(distinct f.seat_id) as seats, ${reasonOf} as reason
        from lab_failures f
        where f.lab_id = ${found.labId} and f.failure <> 'seat_busy'
          and ${counted(config.breakers, sql`(select max(s.worked_at) from seats s where s.lab_id = f.lab_id)`)}
      ) recent, (
        select count(*) as working, count(*) filter (where s.breaker_opened_at is not null) as resting
        from seats s where s.lab_id = ${found.labId} and s.disabled_at is null
      ) seats
      where l.id = ${found.labId} and case
        when l.breaker_opened_at is null then
          (recent.n >= ${labFailuresMax} and recent.seats >= 2) or (seats.working >= 2 and seats.resting = seats.working)
        else l.breaker_tries_again_at is not null and ${found.byCanary}::boolean
      end
      returning l.name, l.breaker_reason as reason, l.breaker_opened_at = now() as "isNew"
    `,
  );
  return opened ?? null;
}

/** Over failures `f`. */
const reasonOf = sql`count(*) || ' failures: ' || string_agg(distinct replace(f.failure, '_', ' '), ', ')`;
