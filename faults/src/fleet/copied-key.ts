import { strict as assert } from 'node:assert';
import { copyKey, countOverlaps } from '../../../broker/src/domains/fleet/testing/copy-key.ts';
import { createRandom } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { openFleetRounds } from './fleet-rounds.ts';

const copies = 100;

export const copiedKey: Scenario = {
  name: 'copied-key',
  about:
    'a hundred workers whose data folder was cloned: both copies connect, in turns and in the same moment',
  promises: [3],
  weight: 1,
  open: (place) =>
    openFleetRounds(
      place,
      async (world, seed, signal) => {
        const random = createRandom(seed);
        let joins = 0;
        for (let n = 0; n < copies; n += 1) {
          signal.throwIfAborted();
          joins += await copyKey(world, `copied-${n}`, random.pick(['in turns', 'at once']));
        }
        assert.equal(await countOverlaps(world), 0, 'two sessions of one worker were open at the same time');
        const locked = (await world.workers()).filter(({ state }) => state === 'locked').length;
        assert.equal(locked, copies, 'not every copied key was locked');
        return { 'copied keys': copies, locked, joins };
      },
      { loops: false },
    ),
};
