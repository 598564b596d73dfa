import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { toVoucher, voucherColumns, VoucherRow, voucherUses } from './voucher-row.ts';

/** Throws `not_found`. */
export async function requireVoucher(db: Db | Tx, id: string): Promise<Voucher> {
  const [row] = await readRows(
    db,
    VoucherRow,
    sql`select ${voucherColumns} from vouchers v ${voucherUses} where v.id = ${id}`,
  );
  if (row === undefined) throw fail('not_found');
  return toVoucher(row);
}
