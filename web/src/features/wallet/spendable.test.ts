import { expect, test } from 'vitest';
import { planPayment } from './spendable.ts';

const wallet = { availableEarned: 15, availableBought: 10, heldEarned: 3, heldBought: 2, frozen: 0, owed: 0 };

test('earned coins are spent first, held ones never', () => {
  expect(planPayment(wallet, 20)).toEqual({ fromEarned: 15, fromBought: 5, missing: 0, left: 5 });
  expect(planPayment(wallet, 25)).toEqual({ fromEarned: 15, fromBought: 10, missing: 0, left: 0 });
});

test('what is missing is named and nothing is taken', () => {
  expect(planPayment(wallet, 26)).toEqual({ fromEarned: 15, fromBought: 10, missing: 1, left: 25 });
});
