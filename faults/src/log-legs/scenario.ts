import { openDb } from '../../../broker/src/database/db.ts';
import { openMachineWorld } from '../../../broker/src/domains/machines/testing/machine-world.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import type { Scenario } from '../scenario.ts';
import { comesOften, pourLog } from './pour-log.ts';

/** A log on its two legs, which break all the time. */
export const logLegs: Scenario = {
  name: 'log-legs',
  about:
    'a log of 10,000 lines from a worker over the broker to two pages, while both lines break 1,000 times and the worker is killed',
  promises: [14],
  weight: 3,
  async open(place) {
    const { url, superuserUrl } = await startPostgres(place);
    const db = openDb({
      url,
      poolSize: 4,
      applicationName: 'coinslot faults',
      onConnectionError: () => undefined,
    });
    const database = { db, url, superuserUrl, close: () => db.$client.end() };
    const world = await openMachineWorld(comesOften, { database });
    place.atEnd(() => world.close());
    return {
      async round(seed, signal) {
        const startedAt = performance.now();
        const figures = await pourLog(world, { seed, lines: 10_000, cuts: 1_000, kills: 5, signal });
        place.say(`10,000 lines over 1,000 cuts in ${Math.round((performance.now() - startedAt) / 1000)} s`);
        return figures;
      },
    };
  },
};
