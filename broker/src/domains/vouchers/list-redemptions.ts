import type { VoucherRedemptionPage } from '@coinslot/shared/http/admin-vouchers.ts';
import type { PageQuery } from '@coinslot/shared/http/page.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { lowerThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';
import { requireVoucher } from './require-voucher.ts';

const RedemptionRow = z.object({
  id: z.int(),
  at: PgTimestamp,
  userId: z.uuid(),
  userName: z.string(),
  codeEnd: z.string(),
  coins: z.int(),
});

/** Who redeemed it, newest first. Throws `not_found`. */
export async function listRedemptions(
  db: Db,
  voucherId: string,
  query: PageQuery,
): Promise<VoucherRedemptionPage> {
  await requireVoucher(db, voucherId);
  const rows = await readRows(
    db,
    RedemptionRow,
    sql`
      select r.id, r.redeemed_at as at, r.user_id as "userId", u.name as "userName", c.code_end as "codeEnd", r.coins
      from voucher_redemptions r join users u on u.id = r.user_id join voucher_codes c on c.id = r.code_id
      where r.voucher_id = ${voucherId} and ${lowerThan(query.cursor, sql`r.id`)}
      order by r.id desc limit ${query.limit + 1}`,
  );
  return makePage(
    rows,
    query.limit,
    (row) => ({ ...row, id: String(row.id), at: row.at.toISOString() }),
    ({ id }) => ({ id }),
  );
}
