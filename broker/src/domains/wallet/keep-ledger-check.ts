import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

/** Writes down what a check of the books found, so that the overview says it until a later check finds them right. */
export async function keepLedgerCheck(db: Db, imbalanceCoins: number): Promise<void> {
  await db.execute(sql`
    insert into ledger_checks as c (checked_at, imbalance_coins, wrong_since)
    values (now(), ${imbalanceCoins}, case when ${imbalanceCoins}::bigint > 0 then now() end)
    on conflict (only_row) do update set checked_at = excluded.checked_at, imbalance_coins = excluded.imbalance_coins,
      wrong_since = case when excluded.imbalance_coins > 0 then coalesce(c.wrong_since, now()) end`);
}
