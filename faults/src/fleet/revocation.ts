import { startBusyFleet } from '../../../broker/src/domains/fleet/testing/busy-fleet.ts';
import { revokeBusy } from '../../../broker/src/domains/fleet/testing/revoke-busy.ts';
import { createRandom } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { openFleetRounds } from './fleet-rounds.ts';

const [workers, machines, revoked] = [200, 60, 20];

export const revocation: Scenario = {
  name: 'revocation',
  about: 'twenty of two hundred workers are revoked in the middle of their work and go on writing',
  promises: [2],
  weight: 1,
  open: (place) =>
    openFleetRounds(place, async (world, seed, signal) => {
      const { fleet, rest } = await startBusyFleet(world, { count: workers, capacity: 1, signal });
      try {
        const bought: string[] = [];
        for (let n = 0; n < machines; n += 1) {
          signal.throwIfAborted();
          bought.push(await world.buy());
        }
        const holders = fleet.filter(({ assignments }) => assignments.length > 0);
        const random = createRandom(seed);
        const victims = random.shuffle(holders.length >= revoked ? holders : fleet).slice(0, revoked);
        const tried = await revokeBusy(world, victims);
        const gone = new Set(victims.map(({ identity }) => identity.workerId));
        // Not only closed out: what they held goes on elsewhere.
        for (const id of bought) {
          signal.throwIfAborted();
          await world.machineUntil(
            id,
            ({ state, workerId }) => state === 'ready' && workerId !== null && !gone.has(workerId),
          );
        }
        return { revoked: victims.length, 'writes refused': tried, 'machines that went on': bought.length };
      } finally {
        rest();
      }
    }),
};
