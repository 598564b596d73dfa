import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Db } from '../../../database/db.ts';

/** A look after something unclear lies further behind it than the lab's list may lag by this much. */
export const lagMarginMs = 5_000;

/** What happened longer ago than this has been looked at, or is found by the regular inventories. */
const unclearWithin = sql`interval '1 hour'`;

/**
 * Sees to it that every seat that was used lately has its turn, and an early one after something that left it unclear what the lab
 * runs: a start of which nothing was found, a session that was written off, a worker that was lost or could not end a session.
 */
export async function scheduleInventories(ctx: Pick<BrokerContext, 'db' | 'config'>): Promise<void> {
  const { db, config } = ctx;
  await db.execute(sql`
    insert into seat_inventories (seat_id, next_at)
    select s.id, now() + ${config.reconciler.intervalMs} * interval '1 millisecond' from seats s
    where not exists (select from seat_inventories i where i.seat_id = s.id)
      and exists (
        select from lab_sessions ls where ls.seat_id = s.id
          and ls.intended_at > now() - ${config.reconciler.latelyMs} * interval '1 millisecond'
      )
    on conflict do nothing
  `);
  await bringForward(db);
}

async function bringForward(db: Db): Promise<void> {
  await db.execute(sql`
    with unclear as (
      select s.seat_id, s.lab_id, s.ended_at as at from lab_sessions s
      where s.ended_how in ('not_found', 'written_off') and s.ended_at > now() - ${unclearWithin}
      union all
      select s.seat_id, s.lab_id, l.released_at
      from lab_sessions s join leases l on l.machine_id = s.machine_id
      where s.state <> 'ended' and l.released_at > now() - ${unclearWithin}
        and l.release_reason in ('worker_lost', 'worker_restarted', 'worker_revoked', 'worker_locked', 'end_unconfirmed')
    ), due as (
      select u.seat_id, max(u.at + (b.list_lag_ms + ${lagMarginMs}::integer) * interval '1 millisecond') as at
      from unclear u join labs b on b.id = u.lab_id group by u.seat_id
    )
    update seat_inventories i set next_at = due.at, next_cause = 'unclear'
    from due
    where i.seat_id = due.seat_id and i.next_at > due.at and i.worker_id is null and i.failures = 0
      and (i.complete_at is null or i.complete_at < due.at)
  `);
}
