import type { CoinClass } from '@coinslot/shared/states/charge.ts';

/** How many coins of each class a refund of `coins` gives back: bought first, for they were paid with money; never more than was taken. */
export function splitRefund(
  charge: { fromEarned: number; fromBought: number },
  coins: number,
): Record<CoinClass, number> {
  const bought = Math.min(charge.fromBought, coins);
  return { bought, earned: Math.min(charge.fromEarned, coins - bought) };
}
