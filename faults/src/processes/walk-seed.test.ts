import { expect, test } from 'vitest';
import { points } from './points/points.ts';
import { nameOf } from './strikes/strike.ts';
import { strikes } from './strikes/strikes.ts';
import { findPair, walkSeed } from './walk-seed.ts';

const pairsOf = (seed: number, rounds: number) =>
  Array.from({ length: rounds }, (_, index) => findPair(walkSeed(seed, index)));

test('as many rounds as there are points meet each point once, and each strike', () => {
  const met = pairsOf(1, points.length);
  expect(new Set(met.map(({ point }) => point.name)).size).toBe(points.length);
  expect(new Set(met.map(({ strike }) => nameOf(strike))).size).toBe(strikes.length);
});

test('later laps, and other seeds, meet other pairs', () => {
  const named = (seed: number) =>
    pairsOf(seed, 5 * points.length).map(({ point, strike }) => `${point.name} × ${nameOf(strike)}`);
  expect(new Set(named(1)).size).toBeGreaterThan(4.5 * points.length);
  expect(named(1)).not.toEqual(named(2));
});
