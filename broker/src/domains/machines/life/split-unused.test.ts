import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitUnused } from './split-unused.ts';

test('the newest stretch is unused first, the purchase last', () => {
  expect(splitUnused(90, [60, 60, 60])).toEqual([60, 30, 0]);
  expect(splitUnused(0, [60, 60])).toEqual([0, 0]);
  expect(splitUnused(-5, [60])).toEqual([0]);
});

test('no stretch is unused for longer than it is, and together they are what is left, at most all of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ max: 100_000 }),
      fc.array(fc.nat(10_000), { minLength: 1 }),
      (unused, lengths) => {
        const split = splitUnused(unused, lengths);
        const sum = (of: number[]) => of.reduce((all, one) => all + one, 0);
        expect(split.every((one, at) => one >= 0 && one <= (lengths[at] ?? 0))).toBe(true);
        expect(sum(split)).toBe(Math.min(Math.max(0, unused), sum(lengths)));
      },
    ),
  );
});
