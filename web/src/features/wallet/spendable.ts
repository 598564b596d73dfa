import type { Wallet } from '@coinslot/shared/http/wallet.ts';

/** Coins that can be spent now. */
export function spendable(wallet: Wallet): number {
  return wallet.availableEarned + wallet.availableBought;
}

export function heldCoins(wallet: Wallet): number {
  return wallet.heldEarned + wallet.heldBought;
}

/** How a price would be paid: earned coins first, then bought ones. `missing` > 0 means it cannot be. */
export type PaymentPlan = { fromEarned: number; fromBought: number; missing: number; left: number };

export function planPayment(wallet: Wallet, price: number): PaymentPlan {
  const fromEarned = Math.min(wallet.availableEarned, price);
  const fromBought = Math.min(wallet.availableBought, price - fromEarned);
  const missing = price - fromEarned - fromBought;
  return {
    fromEarned,
    fromBought,
    missing,
    left: missing > 0 ? spendable(wallet) : spendable(wallet) - price,
  };
}
