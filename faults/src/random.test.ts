import { expect, test } from 'vitest';
import { createRandom, seedOf } from './random.ts';

test('the same seed repeats everything, another one does not', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return [random.whole(1, 1000), random.shuffle([1, 2, 3, 4, 5]), random.fork('lab').fraction()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('whole numbers reach both ends and nothing beyond', () => {
  const random = createRandom(1);
  const seen = new Set(Array.from({ length: 500 }, () => random.whole(3, 6)));
  expect([...seen].toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6]);
});

test('a name makes a seed of its own', () => {
  expect(seedOf(1, 'a')).not.toBe(seedOf(1, 'b'));
  expect(seedOf(1, 'a')).toBe(seedOf(1, 'a'));
});

test('nothing cannot be picked from', () => {
  expect(() => createRandom(1).pick([])).toThrow(RangeError);
});
