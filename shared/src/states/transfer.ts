import { z } from 'zod';

/** The accounts between which coins move. Member accounts carry a user id; house accounts do not and keep no balance row. */
export const MemberAccount = z.enum(['available', 'held', 'frozen', 'debt']);
export type MemberAccount = z.infer<typeof MemberAccount>;
export const HouseAccount = z.enum(['issued', 'sales', 'ads', 'promo']);
export type HouseAccount = z.infer<typeof HouseAccount>;

/** Why coins moved. `unique (kind, reference, class)` makes each movement happen once. */
export const TransferKind = z.enum([
  'campaign_grant',
  'admin_grant',
  'admin_removal',
  'voucher',
  'hold',
  'capture',
  'release',
  'refund',
  'account_closed',
]);
export type TransferKind = z.infer<typeof TransferKind>;
