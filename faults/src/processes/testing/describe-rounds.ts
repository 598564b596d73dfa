import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlace, type OpenPlace } from '../../run/place.ts';
import { findPoint } from '../points/points.ts';
import { runRound } from '../round/run-round.ts';
import { findStrike } from '../strikes/strikes.ts';
import { openWorld, type World } from '../world/open-world.ts';

/** Rounds of the full matrix, by the names of their point and strike, one after the other in one world. */
export function describeRounds(rounds: readonly (readonly [point: string, strike: string])[]): void {
  let place: OpenPlace;
  let world: World;
  beforeAll(async () => {
    place = openPlace(() => undefined);
    world = await openWorld(place);
  }, 120_000);
  afterAll(() => place.close(), 60_000);

  test.each(rounds)(
    'at %s × %s: ready with a way in or ended and paid back; nothing is left at the lab, of seats and slots; the ledger adds up',
    async (point, strike) => {
      expect(await runRound(world, findPoint(point), findStrike(strike))).not.toBeNull();
    },
    180_000,
  );
}
