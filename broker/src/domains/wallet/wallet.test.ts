import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitRefund } from './split-refund.ts';
import { unusedCoins } from './unused-coins.ts';

const hourMs = 60 * 60_000;
const unused = (price: number, unusedMs: number, totalMs = hourMs) => {
  const times = { unusedMs, totalMs };
  return [unusedCoins(price, times, 'up'), unusedCoins(price, times, 'down')];
};

test('unused time is given back in whole coins, never more than the price, nothing when none is left', () => {
  expect(unused(10, hourMs / 2)).toEqual([5, 5]);
  expect(unused(10, 1)).toEqual([1, 0]);
  expect(unused(10, hourMs - 1)).toEqual([10, 9]);
  expect(unused(1, hourMs - 1)).toEqual([1, 0]);
  expect(unused(10, 0)).toEqual([0, 0]);
  expect(unused(10, hourMs + 60_000)).toEqual([10, 10]);
  expect(unused(0, 5, 10)).toEqual([0, 0]);
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
