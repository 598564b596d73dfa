import { createRandom } from '../random.ts';
import type { Point } from './points/point.ts';
import { points } from './points/points.ts';
import type { Strike } from './strikes/strike.ts';
import { strikes } from './strikes/strikes.ts';

/**
 * The seed of a run's n-th round names a point and a strike. Each point has its turn before any has it again, and so has each strike:
 * drawn ones would leave a third of the points out for as many rounds as there are points.
 */
export function walkSeed(seed: number, index: number): number {
  const point = takeTurn(seed, 'points', points.length, index);
  return takeTurn(seed, 'strikes', strikes.length, index) * points.length + point;
}

/** What a round with this seed does, also one that nobody walked to. */
export function findPair(seed: number): { point: Point; strike: Strike } {
  const point = points[seed % points.length];
  const strike = strikes[Math.floor(seed / points.length) % strikes.length];
  if (point === undefined || strike === undefined) throw new RangeError(`There is no round ${seed}.`);
  return { point, strike };
}

/** The n-th of so many, in an order that is another one each time it is gone through. */
function takeTurn(seed: number, name: string, count: number, index: number): number {
  const lap = Math.floor(index / count);
  const order = createRandom(seed)
    .fork(`${name}/${lap}`)
    .shuffle(Array.from({ length: count }, (_, at) => at));
  return order[index % count] ?? 0;
}
