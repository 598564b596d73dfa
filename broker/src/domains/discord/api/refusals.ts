import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** Discord bans an address after 10,000 refused requests (401, 403, 429) within this time. */
const windowMinutes = 10;

export interface Gate {
  /** Requests that Discord refused within the last 10 minutes, over all brokers. */
  refused: number;
  /** When the oldest of them is forgotten; null when there are none. */
  fewerAt: Date | null;
  /** Until when Discord asked us to send nothing more there. */
  pausedUntil: Date | null;
}

const GateRow = z.object({
  refused: z.int(),
  fewerAt: PgTimestamp.nullable(),
  pausedUntil: PgTimestamp.nullable(),
});

/** What stands against sending one more request of this kind (`*` counts for every kind). */
export async function readGate(db: Db, route: string): Promise<Gate> {
  const [row] = await readRows(
    db,
    GateRow,
    sql`
      select coalesce(sum(refused), 0)::int as refused, min(minute) + ${windowMinutes} * interval '1 minute' as "fewerAt",
        (select max(until) from discord_pauses where route in ('*', ${route}) and until > now()) as "pausedUntil"
      from discord_refusals where minute > now() - ${windowMinutes} * interval '1 minute'`,
  );
  return GateRow.parse(row);
}

/** Counts a request that Discord refused, for all brokers, and forgets those that do not count any more. */
export async function countRefusal(db: Db): Promise<void> {
  await db.execute(sql`
    insert into discord_refusals as r (minute, refused) values (date_trunc('minute', now()), 1)
    on conflict (minute) do update set refused = r.refused + 1`);
  await db.execute(sql`
    delete from discord_refusals where minute < now() - ${2 * windowMinutes} * interval '1 minute'`);
}

/** Discord asked to send nothing more there for a while: holds for all brokers. The longer of two waits counts. */
export async function pauseRoute(db: Db, route: string, ms: number): Promise<void> {
  await db.execute(sql`
    insert into discord_pauses as p (route, until) values (${route}, now() + ${ms} * interval '1 millisecond')
    on conflict (route) do update set until = greatest(p.until, excluded.until)`);
}
