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
      )
      -- A range of the index for each day: cutting every transfer's time down to its day costs more than reading it.
      select to_char(day.at, 'YYYY-MM-DD') as day, moved.*
      from day cross join lateral (
        select
          (coalesce(sum(amount) filter (where to_account = 'available' and from_account in ('issued', 'promo', 'ads')), 0)
            - coalesce(sum(amount) filter (where kind = 'admin_removal'), 0))::bigint as granted,
          coalesce(sum(amount) filter (where kind = 'capture'), 0)::bigint as spent,
          coalesce(sum(amount) filter (where kind = 'refund'), 0)::bigint as refunded
        from transfers t where t.created_at >= day.at and t.created_at < day.at + interval '1 day'
      ) moved order by day.at`,
  );
}
