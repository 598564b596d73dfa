import type { VoucherListQuery, VoucherPage } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { CursorTime, makePage, readCursor } from '../../http/page-cursor.ts';
import { toVoucher, voucherColumns, VoucherRow, voucherUses } from './voucher-row.ts';

/** Vouchers, newest first. */
export async function listVouchers(db: Db, query: VoucherListQuery): Promise<VoucherPage> {
  const before = readCursor(z.object({ at: CursorTime, id: z.uuid() }), query.cursor);
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
        and ${before === undefined ? sql`true` : sql`(v.created_at, v.id) < (${before.at}::timestamptz, ${before.id}::uuid)`}
      order by v.created_at desc, v.id desc limit ${query.limit + 1}`,
  );
  return makePage(rows, query.limit, toVoucher, (row) => ({ at: row.createdAtText, id: row.id }));
}
