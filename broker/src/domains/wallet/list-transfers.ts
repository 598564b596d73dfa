import type { PageQuery } from '@coinslot/shared/http/page.ts';
import { Transfer, type TransferPage } from '@coinslot/shared/http/wallet.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { lowerThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';

const Row = Transfer.extend({ id: z.int(), at: PgTimestamp });

/** Every movement of this member's coins, newest first, with what it was for. */
export async function listTransfers(db: Db, userId: string, page: PageQuery): Promise<TransferPage> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select t.id, t.created_at as at, t.kind, t.class, t.amount, t.from_account as "from", t.to_account as "to",
        t.reason, c.kind as "chargeKind", c.machine_id as "machineId", p.name as "productName", coalesce(k.name, v.name) as "campaignName"
      from transfers t
      -- By the charge's own key: a comparison as text would read every charge there ever was.
      left join charges c
        on c.id = case when t.kind in ('hold', 'capture', 'release', 'refund') then split_part(t.reference, ':', 1)::uuid end
      left join machines m on m.id = c.machine_id
      left join products p on p.id = m.product_id
      left join campaigns k on t.kind = 'campaign_grant' and k.id::text = split_part(t.reference, ':', 1)
      left join voucher_redemptions r on t.kind = 'voucher' and r.id = case when t.kind = 'voucher' then t.reference::bigint end
      left join vouchers v on v.id = r.voucher_id
      where (t.from_user_id = ${userId} or t.to_user_id = ${userId})
        and ${lowerThan(page.cursor, sql`t.id`)}
      order by t.id desc
      limit ${page.limit + 1}`,
  );
  return makePage(
    rows,
    page.limit,
    (row) => ({ ...row, id: String(row.id), at: row.at.toISOString() }),
    (row) => ({ id: row.id }),
  );
}
