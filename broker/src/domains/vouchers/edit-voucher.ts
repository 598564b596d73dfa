import type { EditVoucherRequest, Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { refuseStale } from '../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { requireVoucher } from './require-voucher.ts';
import { voucherFacts } from './voucher-facts.ts';

/** Renames, moves its time, stops it or opens it again. Throws `not_found`, `edited_meanwhile`. */
export async function editVoucher(
  tx: Tx,
  act: AdminAct,
  id: string,
  asked: EditVoucherRequest,
): Promise<Voucher> {
  const [row] = await readRows(
    tx,
    z.object({ revision: z.int() }),
    sql`select revision from vouchers where id = ${id} for update`,
  );
  refuseStale(row, asked);
  const before = await requireVoucher(tx, id);
  await tx.execute(sql`
    update vouchers set name = ${asked.name}, note = ${asked.note}, starts_at = ${asked.startsAt}, expires_at = ${asked.expiresAt},
      disabled_at = case when ${asked.disabled} then coalesce(disabled_at, now()) end,
      disabled_by = case when ${asked.disabled} then coalesce(disabled_by, ${act.actor.name}) end,
      revision = revision + 1
    where id = ${id}`);
  const after = await requireVoucher(tx, id);
  const isSwitch = (before.disabled === null) !== (after.disabled === null);
  await writeAudit(tx, {
    ...act,
    action: isSwitch ? (asked.disabled ? 'voucher.disable' : 'voucher.enable') : 'voucher.edit',
    targetKind: 'voucher',
    targetId: id,
    before: voucherFacts(before),
    after: voucherFacts(after),
  });
  return after;
}
