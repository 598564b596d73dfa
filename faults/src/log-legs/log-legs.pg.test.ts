import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type MachineWorld,
  openMachineWorld,
} from '../../../broker/src/domains/machines/testing/machine-world.ts';
import { comesOften, pourLog } from './pour-log.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld(comesOften);
});
afterAll(() => world.close());

test(
  'of 2,000 lines none is lost, double or elsewhere, in the store and on two pages, while their lines break 40 times and the worker is killed twice',
  { timeout: 90_000 },
  async () => {
    expect(await pourLog(world, { seed: 14, lines: 2_000, cuts: 40, kills: 2 })).toMatchObject({
      lines: 2_000,
    });
  },
);
