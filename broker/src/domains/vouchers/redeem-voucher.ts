import type { RedeemVoucherResponse } from '@coinslot/shared/http/vouchers.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { notify } from '../notifications/index.ts';
import { grantCoins } from '../wallet/index.ts';
import { openVoucherHash } from './voucher-hash.ts';
import { takeVoucherMarks } from './voucher-marks.ts';

const Found = z.object({
  codeId: z.int(),
  voucherId: z.uuid(),
  name: z.string(),
  coins: z.int(),
  totalUses: z.int(),
  usesPerMember: z.int(),
  refusal: z.enum(['voucher_disabled', 'voucher_expired', 'voucher_not_started']).nullable(),
});
type Found = z.infer<typeof Found>;

/**
 * Gives this member the coins of a code. Two counters decide, each raised by an update that only passes below its limit, so
 * however many try at once, as many get coins as may. Locks: the member's counter, the code, then the wallet.
 *
 * @throws voucher_unknown, voucher_disabled, voucher_expired, voucher_not_started, voucher_already_redeemed, voucher_used_up
 */
export async function redeemVoucher(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'secrets'>,
  userId: string,
  typed: string,
): Promise<RedeemVoucherResponse> {
  const found = await findCode(tx, ctx, typed);
  if (found === null) throw fail('voucher_unknown');
  if (found.refusal !== null) throw fail(found.refusal);
  await takeVoucherMarks(tx, { userId, voucherId: found.voucherId });
  const n = await countMember(tx, found, userId);
  if (n === null) throw fail('voucher_already_redeemed');
  if (!(await countCode(tx, found))) throw fail('voucher_used_up');
  const redemptionId = await record(tx, found, userId, n);
  const wallet = await grantCoins(tx, {
    userId,
    kind: 'voucher',
    coins: found.coins,
    reference: String(redemptionId),
    actor: `member:${userId}`,
    reason: null,
  });
  await notify(tx, ctx, {
    kind: 'voucher',
    userId,
    params: { voucherName: found.name, coins: found.coins },
    dedupeKey: String(redemptionId),
  });
  return { coins: found.coins, voucherName: found.name, wallet };
}

async function findCode(tx: Tx, ctx: Pick<BrokerContext, 'secrets'>, typed: string): Promise<Found | null> {
  const hashOf = await openVoucherHash(ctx, tx);
  const [found] = await readRows(
    tx,
    Found,
    sql`
      select c.id as "codeId", v.id as "voucherId", v.name, v.coins, v.total_uses as "totalUses",
        v.uses_per_member as "usesPerMember",
        case when v.disabled_at is not null then 'voucher_disabled'
          when v.expires_at <= now() then 'voucher_expired'
          when v.starts_at > now() then 'voucher_not_started' end as refusal
      from voucher_codes c join vouchers v on v.id = c.voucher_id
      where c.code_hash = ${hashOf(typed)}
      for share of v`,
  );
  return found ?? null;
}

/** The member's how manieth redemption of this voucher it is; null when they had them all. */
async function countMember(tx: Tx, found: Found, userId: string): Promise<number | null> {
  const [counted] = await readRows(
    tx,
    z.object({ uses: z.int() }),
    sql`
      insert into voucher_member_uses as m (voucher_id, user_id, uses) values (${found.voucherId}, ${userId}, 1)
      on conflict (voucher_id, user_id) do update set uses = m.uses + 1 where m.uses < ${found.usesPerMember}
      returning uses`,
  );
  return counted?.uses ?? null;
}

async function countCode(tx: Tx, found: Found): Promise<boolean> {
  const counted = await tx.execute(sql`
    update voucher_codes set uses = uses + 1 where id = ${found.codeId} and uses < ${found.totalUses}`);
  return counted.rowCount === 1;
}

async function record(tx: Tx, found: Found, userId: string, n: number): Promise<number> {
  const [redemption] = await readRows(
    tx,
    z.object({ id: z.int() }),
    sql`
      insert into voucher_redemptions (voucher_id, code_id, user_id, n, coins)
      values (${found.voucherId}, ${found.codeId}, ${userId}, ${n}, ${found.coins})
      returning id`,
  );
  if (redemption === undefined) throw new Error('a redemption was not written');
  return redemption.id;
}
