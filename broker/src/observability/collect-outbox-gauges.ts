import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';

const Count = z.object({ channel: z.string(), state: z.string(), n: z.int() });

/** Fills the gauges of the outbox. */
export async function collectOutboxGauges({
  db,
  metrics,
}: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  const counts = await readRows(
    db,
    Count,
    sql`select channel, state, count(*) as n from outbox where state in ('waiting', 'failed') group by 1, 2`,
  );
  metrics.outboxMessages.reset();
  for (const { channel, state, n } of counts) metrics.outboxMessages.set({ channel, state }, n);
  const [oldest] = await readRows(
    db,
    z.object({ seconds: z.number() }),
    sql`
      select coalesce(extract(epoch from now() - min(next_try_at)), 0)::float8 as seconds
      from outbox where state = 'waiting' and next_try_at <= now() and valid_until > now()`,
  );
  metrics.outboxOldestAge.set(oldest?.seconds ?? 0);
}
