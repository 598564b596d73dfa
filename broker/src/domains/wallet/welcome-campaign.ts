import { keptNames } from '@coinslot/shared/kept-names.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';

const ours = sql`(select id from campaigns where trigger = 'welcome' order by created_at, id limit 1)`;

/** What new members get from now on, and how many of them at most; 0 coins = nothing. Never below what was granted already. */
export async function setWelcomeCampaign(
  tx: Tx,
  { coins, grantsMax }: { coins: number; grantsMax: number },
): Promise<void> {
  const changed = await tx.execute(sql`
    update campaigns set
      coins = case when ${coins} > 0 then ${coins}::bigint else coins end,
      max_grants = greatest(granted, ${grantsMax}),
      ends_at = case when ${coins} > 0 then null else coalesce(ends_at, now()) end
    where id = ${ours}`);
  if (changed.rowCount === 1 || coins === 0) return;
  await tx.execute(sql`
    insert into campaigns (name, trigger, coins, max_grants) values (${keptNames.welcome_campaign}, 'welcome', ${coins}, ${grantsMax})`);
}

/** How many members have had welcome coins. */
export async function countWelcomeGrants(db: Db | Tx): Promise<number> {
  const Row = z.object({ granted: z.int() });
  const [row] = await readRows(db, Row, sql`select granted from campaigns where id = ${ours}`);
  return row?.granted ?? 0;
}
