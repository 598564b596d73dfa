import { z } from 'zod';
import { Wallet } from './wallet.ts';

/**
 * `POST /api/v1/vouchers/redeem` (Idempotency-Key). Letter case, spaces and hyphens of a code do not matter, nor does O for 0, or I and L
 * for 1. Refusals: voucher_unknown, voucher_not_started, voucher_expired, voucher_disabled, voucher_used_up,
 * voucher_already_redeemed; rate_limited after too many wrong codes.
 */
export const RedeemVoucherRequest = z.object({
  code: z.string().trim().min(1, 'type the code').max(64, 'a code has 64 characters or less'),
});
export type RedeemVoucherRequest = z.infer<typeof RedeemVoucherRequest>;

/** What the code gave, in coins, and the wallet with them. */
export const RedeemVoucherResponse = z.object({
  coins: z.int().positive(),
  voucherName: z.string(),
  wallet: Wallet,
});
export type RedeemVoucherResponse = z.infer<typeof RedeemVoucherResponse>;
