/**
 * The part of a price that belongs to unused time: price × unused ÷ total as whole coins, from 0 to the price. Times in milliseconds.
 * Rounded `up` where we or the lab ended it; `down` where the member did, or the last minutes of every stretch were for nothing.
 */
export function unusedCoins(
  price: number,
  { unusedMs, totalMs }: { unusedMs: number; totalMs: number },
  rounding: 'up' | 'down',
): number {
  if (totalMs <= 0 || unusedMs <= 0) return 0;
  const exact = (price * unusedMs) / totalMs;
  return Math.min(price, rounding === 'up' ? Math.ceil(exact) : Math.floor(exact));
}
