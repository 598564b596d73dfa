import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../postgres/start-postgres.ts';
import { type Scenario, Violation } from '../scenario.ts';
import { openDatabases } from './databases.ts';
import { type RoundOptions, runRound } from './run-round.ts';
import { compressTimes } from './times.ts';

const promises = [4, 5, 6, 7, 8, 12, 13];

/** Few workers and many rounds: what matters is the variety of schedules. Times are divided by ten. */
export const simulator: Scenario = simulate({
  name: 'simulator',
  about:
    'eight workers, a bad lab, members who click: killed, stopped and cut at moments of a seed, then checked',
  weight: 6,
  factor: 10,
  size: { hosts: 4, workersEach: 2, slots: 2, members: 10 },
  plan: { ms: 25_000, hurtsPerSecond: 0.8, actsPerSecond: 4 },
});

/**
 * Many workers and few rounds: what matters is that nothing of it depends on the size. Times are halved only: two cores that also are two
 * hundred workers, a lab and three hundred members cannot answer in a tenth of the time.
 */
export const simulatorLarge: Scenario = simulate({
  name: 'simulator-200',
  about: 'the same with two hundred workers in ten processes',
  weight: 6,
  factor: 2,
  size: { hosts: 10, workersEach: 20, slots: 2, members: 300 },
  plan: { ms: 75_000, hurtsPerSecond: 0.4, actsPerSecond: 10 },
});

function simulate(asked: {
  name: string;
  about: string;
  weight: number;
  /** By how much the product's times are divided. */
  factor: number;
  size: RoundOptions['size'];
  plan: RoundOptions['plan'];
}): Scenario {
  const { size, plan, factor, ...about } = asked;
  return {
    ...about,
    promises,
    async open(place) {
      const databases = openDatabases(await startPostgres(place));
      let count = 0;
      return {
        async round(seed, signal) {
          const { drop, ...urls } = await databases.make();
          const folder = path.join(place.folder, `round-${(count += 1)}`);
          mkdirSync(folder);
          const { say } = place;
          const options = { folder, ...urls, size, plan, times: compressTimes(factor), labLevel: 1, say };
          const { findings, figures } = await runRound(seed, options, signal);
          const [first] = findings;
          if (first !== undefined)
            throw new Violation(`${first.check}: ${first.what}`, {
              findings: findings.slice(0, 10),
              all: findings.map(({ check }) => check),
            });
          rmSync(folder, { recursive: true, force: true });
          await drop();
          return figures;
        },
      };
    },
  };
}
