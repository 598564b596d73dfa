import { z } from 'zod';
import { CoinClass } from '../states/charge.ts';
import { pageOf } from './page.ts';
import { Wallet } from './wallet.ts';

/** `GET /api/v1/admin/users?search=`: by name or e-mail, newest first. */
export const AdminUser = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  createdAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
  wallet: Wallet,
  activeMachines: z.int(),
});
export type AdminUser = z.infer<typeof AdminUser>;
export const AdminUserPage = pageOf(AdminUser);
export type AdminUserPage = z.infer<typeof AdminUserPage>;
export const AdminUserQuery = z.object({
  search: z.string().trim().max(200).default(''),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type AdminUserQuery = z.infer<typeof AdminUserQuery>;

/**
 * `POST /api/v1/admin/wallets/:userId/adjustments` (Idempotency-Key): adds (`coins` > 0) or removes (< 0) coins of one class,
 * relative to what is there; the reason is kept for ever and the member sees it.
 */
export const AdjustWalletRequest = z.object({
  coins: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .refine((coins) => coins !== 0, 'must not be 0'),
  class: CoinClass,
  reason: z.string().trim().min(3).max(500),
});
export type AdjustWalletRequest = z.infer<typeof AdjustWalletRequest>;
export const AdjustWalletResponse = z.object({ wallet: Wallet });
export type AdjustWalletResponse = z.infer<typeof AdjustWalletResponse>;
