import { CoinDay } from '@coinslot/shared/http/admin-overview.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows } from '../../database/db.ts';

/** Coins given out, spent and given back on each of the last days (UTC, today included), the oldest first. */
export async function readCoinDays(db: Db, days: number): Promise<CoinDay[]> {
  return await readRows(
    db,
    CoinDay,
    sql`
      with day as (
        select generate_series(date_trunc('day', now()) - make_interval(days => ${days - 1}), now(), '1 day') as at
      ), moved as (
        select date_trunc('day', created_at) as at,
          coalesce(sum(amount) filter (where to_account = 'available' and from_account in ('issued', 'promo', 'ads')), 0)
            - coalesce(sum(amount) filter (where kind = 'admin_removal'), 0) as granted,
          coalesce(sum(amount) filter (where kind = 'capture'), 0) as spent,
          coalesce(sum(amount) filter (where kind = 'refund'), 0) as refunded
        from transfers where created_at >= date_trunc('day', now()) - make_interval(days => ${days - 1})
        group by 1
      )
      select to_char(day.at, 'YYYY-MM-DD') as day, coalesce(m.granted, 0)::bigint as granted,
        coalesce(m.spent, 0)::bigint as spent, coalesce(m.refunded, 0)::bigint as refunded
      from day left join moved m on m.at = day.at order by day.at`,
  );
}
