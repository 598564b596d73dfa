import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitRefund } from './split-refund.ts';
import { unusedCoins } from './unused-coins.ts';

test('unused time is given back rounded up, never more than the price, nothing when none is left', () => {
  expect(unusedCoins(10, 30 * 60_000, 60 * 60_000)).toBe(5);
  expect(unusedCoins(10, 1, 60 * 60_000)).toBe(1);
  expect(unusedCoins(10, 0, 60 * 60_000)).toBe(0);
  expect(unusedCoins(10, 61 * 60_000, 60 * 60_000)).toBe(10);
  expect(unusedCoins(0, 5, 10)).toBe(0);
});

test('a refund gives bought coins first and never more of a class than was taken', () => {
  const coins = fc.nat({ max: 1000 });
  fc.assert(
    fc.property(coins, coins, coins, (fromEarned, fromBought, wanted) => {
      const back = splitRefund({ fromEarned, fromBought }, wanted);
      expect(back.bought).toBe(Math.min(wanted, fromBought));
      expect(back.earned).toBeLessThanOrEqual(fromEarned);
      expect(back.earned + back.bought).toBe(Math.min(wanted, fromEarned + fromBought));
    }),
  );
});
