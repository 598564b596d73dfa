import { z } from 'zod';
import { ChargeKind, CoinClass } from '../states/charge.ts';
import { HouseAccount, MemberAccount, TransferKind } from '../states/transfer.ts';
import { pageOf } from './page.ts';

/** `GET /api/v1/wallet`: coins, all integers. `available` = what can be spent now, `held` = in escrow for machines being prepared. */
export const Wallet = z.object({
  availableEarned: z.int().nonnegative(),
  availableBought: z.int().nonnegative(),
  heldEarned: z.int().nonnegative(),
  heldBought: z.int().nonnegative(),
  frozen: z.int().nonnegative(),
  owed: z.int().nonnegative(),
});
export type Wallet = z.infer<typeof Wallet>;

/** One movement of coins as its member sees it: `amount` > 0, from one account to the other. `balanceAfter` = available after it. */
export const Transfer = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: TransferKind,
  class: CoinClass,
  amount: z.int().positive(),
  from: z.union([MemberAccount, HouseAccount]),
  to: z.union([MemberAccount, HouseAccount]),
  reason: z.string().nullable(),
  /** What was paid for: the machine itself, or more time on it. Null when it was neither. */
  chargeKind: ChargeKind.nullable(),
  machineId: z.uuid().nullable(),
  productName: z.string().nullable(),
  campaignName: z.string().nullable(),
});
export type Transfer = z.infer<typeof Transfer>;

/** `GET /api/v1/wallet/transfers`: newest first. */
export const TransferPage = pageOf(Transfer);
export type TransferPage = z.infer<typeof TransferPage>;
