import { type SQL, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { lagMarginMs } from './schedule-inventories.ts';

const retryFromMs = 60_000;
const retryMaxMs = 60 * 60_000;

/** The order of a seat is over; the next one follows after the usual interval, a tenth more or less, or as soon as a finding wants it. */
export async function planNext(
  tx: Tx,
  { config }: Pick<BrokerContext, 'config'>,
  seatId: string,
  { lines, isComplete }: { lines: number; isComplete: boolean },
): Promise<void> {
  const { intervalMs, orphanGraceMs } = config.reconciler;
  await tx.execute(sql`
    update seat_inventories i set
      ${orderIsOver}, lines = ${lines}, failures = 0, failure = null, detail = null,
      complete_at = case when ${isComplete}::boolean then i.asked_at else i.complete_at end,
      next_at = least(regular.at, wanted.at),
      next_cause = case when wanted.at < regular.at then 'finding' else 'schedule' end
    from (select now() + ${isComplete ? intervalMs : retryFromMs} * (0.9 + random() * 0.2) * interval '1 millisecond' as at) regular,
    lateral (
      select min(case
        when f.state = 'ending' then coalesce(f.next_try_at, now())
        when f.sightings < 2 then now() + (l.list_lag_ms + ${lagMarginMs}::integer) * interval '1 millisecond'
        else greatest(f.first_seen_at + ${orphanGraceMs} * interval '1 millisecond', coalesce(f.next_try_at, now()))
      end) as at
      from lab_findings f join labs l on l.id = f.lab_id
      where f.seat_id = ${seatId} and f.state <> 'settled' and (
        f.kind in ('orphan', 'second_session') or (f.kind = 'missing' and f.sightings < 2)
      )
    ) wanted
    where i.seat_id = ${seatId}
  `);
}

/** The order of a seat came to nothing; it is tried again, ever more seldom. */
export async function planRetry(
  tx: Tx,
  which: SQL,
  { failure, detail }: { failure: string; detail: string },
): Promise<void> {
  await tx.execute(sql`
    update seat_inventories i set
      ${orderIsOver}, failures = i.failures + 1, failure = ${failure}, detail = ${detail.slice(0, 2000)}, next_cause = 'schedule',
      next_at = now() + least(${retryMaxMs}, ${retryFromMs} * power(2, least(i.failures, 10))) * interval '1 millisecond'
    where ${which}
  `);
}

const orderIsOver = sql`worker_id = null, asked_at = null, deadline_at = null`;
