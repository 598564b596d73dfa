import { startBusyFleet } from '../../../broker/src/domains/fleet/testing/busy-fleet.ts';
import { drainWhileBuying } from '../../../broker/src/domains/fleet/testing/drain-while-buying.ts';
import { createRandom } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { openFleetRounds } from './fleet-rounds.ts';

const [drainsPerRound, machinesPerDrain] = [10, 6];

export const drains: Scenario = {
  name: 'drains',
  about: 'workers are drained in the moment in which machines are bought',
  promises: [16],
  weight: 1,
  open: (place) =>
    openFleetRounds(place, async (world, seed, signal) => {
      const random = createRandom(seed);
      const { fleet, rest } = await startBusyFleet(world, { count: 4, capacity: 32, signal });
      try {
        let kept = 0;
        for (let n = 0; n < drainsPerRound; n += 1) {
          signal.throwIfAborted();
          kept += await drainWhileBuying(world, random.pick(fleet), machinesPerDrain);
        }
        return { drains: drainsPerRound, 'machines kept': kept, bought: drainsPerRound * machinesPerDrain };
      } finally {
        rest();
      }
    }),
};
