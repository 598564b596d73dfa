import type { VoucherListQuery, VoucherPage } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows } from '../../database/db.ts';
import { olderThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';
import { toVoucher, voucherColumns, VoucherRow, voucherUses } from './voucher-row.ts';

/** Vouchers, newest first. */
export async function listVouchers(db: Db, query: VoucherListQuery): Promise<VoucherPage> {
  const { search } = query;
  const rows = await readRows(
    db,
    VoucherRow,
    sql`
      select ${voucherColumns} from vouchers v ${voucherUses}
      where ${
        search === undefined || search === ''
          ? sql`true`
          : sql`(strpos(lower(v.name), lower(${search})) > 0 or strpos(lower(v.note), lower(${search})) > 0)`
      }
        and ${olderThan(query.cursor, sql`v.created_at`, sql`v.id`)}
      order by v.created_at desc, v.id desc limit ${query.limit + 1}`,
  );
  return makePage(rows, query.limit, toVoucher, (row) => ({ at: row.createdAtText, id: row.id }));
}
