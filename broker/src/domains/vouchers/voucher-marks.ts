import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { marksOf } from '../accounts/index.ts';

/** Before an account forgets who it was: remembers, without saying who, how often it redeemed each voucher. */
export async function keepVoucherMarks(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`
    insert into voucher_marks as kept (mark, voucher_id, uses)
    select m.mark, u.voucher_id, u.uses from (${marksOf(userId)}) m, voucher_member_uses u where u.user_id = ${userId}
    on conflict (mark, voucher_id) do update set uses = greatest(kept.uses, excluded.uses)`);
}

/** Counts for this member what a deleted account of the same address or identity redeemed of a voucher. */
export async function takeVoucherMarks(
  tx: Tx,
  { userId, voucherId }: { userId: string; voucherId: string },
): Promise<void> {
  await tx.execute(sql`
    insert into voucher_member_uses as m (voucher_id, user_id, uses)
    select ${voucherId}::uuid, ${userId}::uuid, max(kept.uses) from voucher_marks kept
    where kept.voucher_id = ${voucherId} and kept.mark in (${marksOf(userId)})
    having count(*) > 0
    on conflict (voucher_id, user_id) do update set uses = excluded.uses where m.uses < excluded.uses`);
}
