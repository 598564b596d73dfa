import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { toCsvLine } from '../../http/csv-line.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { requireVoucher } from './require-voucher.ts';
import { codePlace } from './voucher-hash.ts';

const Row = z.object({ code: z.string(), uses: z.int() });

/** All codes of a voucher as CSV. Whoever has the file has the coins: each export stands in the audit log. Throws `not_found`. */
export async function exportCodes(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  act: AdminAct,
  voucherId: string,
): Promise<string> {
  const voucher = await requireVoucher(tx, voucherId);
  const rows = await readRows(
    tx,
    Row,
    sql`select code, uses from voucher_codes where voucher_id = ${voucherId} order by id`,
  );
  await writeAudit(tx, {
    ...act,
    action: 'voucher.export',
    targetKind: 'voucher',
    targetId: voucherId,
    after: { name: voucher.name, codes: rows.length },
  });
  const codes = rows.map(({ code, uses }) => [
    ctx.secrets.decryptSecret(code, codePlace(voucherId)),
    String(uses),
    String(voucher.totalUses),
  ]);
  return [['code', 'uses', 'total_uses'], ...codes].map(toCsvLine).join('');
}
