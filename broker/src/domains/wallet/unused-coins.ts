/**
 * The part of a price that belongs to unused time: price × unused ÷ total, rounded up to a whole coin in the member's favour, from 0 to
 * the price. Times in milliseconds.
 */
export function unusedCoins(price: number, unusedMs: number, totalMs: number): number {
  if (totalMs <= 0 || unusedMs <= 0) return 0;
  return Math.min(price, Math.ceil((price * unusedMs) / totalMs));
}
