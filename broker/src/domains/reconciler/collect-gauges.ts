import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows } from '../../database/db.ts';

const kinds = ['orphan', 'second_session', 'missing', 'stranger', 'renamed'];

/** Fills the gauges of what labs and our rows do not agree on, and of how old our newest knowledge of the labs is. */
export async function collectReconcilerGauges({
  db,
  metrics,
  config,
}: Pick<BrokerContext, 'db' | 'metrics' | 'config'>): Promise<void> {
  const open = await readRows(
    db,
    z.object({ kind: z.string(), n: z.int() }),
    sql`select kind, count(*) as n from lab_findings where state <> 'settled' group by kind`,
  );
  for (const kind of kinds) metrics.orphans.set({ kind }, 0);
  for (const { kind, n } of open) metrics.orphans.set({ kind }, n);
  const [oldest] = await readRows(
    db,
    z.object({ at: z.number() }),
    // A seat that was not used lately, or whose lab is closed, is not looked at; one that rested counts from when it was used again.
    sql`
      select extract(epoch from coalesce(min(greatest(i.complete_at, i.created_at, used.since)), now()))::float8 as at
      from seat_inventories i join seats s on s.id = i.seat_id join labs l on l.id = s.lab_id
      cross join lateral (
        select min(x.intended_at) as since from lab_sessions x where x.seat_id = i.seat_id
          and (x.state <> 'ended' or x.intended_at > now() - ${config.reconciler.latelyMs} * interval '1 millisecond')
      ) used
      where used.since is not null and lab_takes_canaries(l)
        and (l.breaker_opened_at is null or l.breaker_tries_again_at is not null)
    `,
  );
  metrics.reconcileLastSuccess.set(oldest?.at ?? 0);
}
