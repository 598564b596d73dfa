import { startPostgres } from '../postgres/start-postgres.ts';
import { type Scenario, Violation } from '../scenario.ts';
import { openDatabases } from '../simulator/databases.ts';
import { huntMutants } from './hunt-mutants.ts';
import { mutants } from './mutants.ts';

const roundsMax = 4;

/** The checker itself is tried: each bug that it must find is put into the product, one after the other. */
export const seededBugs: Scenario = {
  name: 'seeded-bugs',
  about: 'the product with a bug put into it, one at a time, must be found out by the history checker',
  promises: [5, 12, 19, 20],
  weight: 3,
  async open(place) {
    const databases = openDatabases(await startPostgres(place));
    return {
      async round(seed, signal) {
        let rounds = 0;
        for (const mutant of mutants) {
          const { folder, say } = place;
          const hunt = await huntMutants([mutant], { seed, roundsMax, folder, databases, signal, say });
          rounds += hunt.rounds;
          if (hunt.missed.length > 0 && !signal.aborted)
            throw new Violation(`a bug was not found: ${mutant.about}`, {
              mutant: mutant.name,
              rounds: hunt.rounds,
            });
          say(`${mutant.name}: found by ${mutant.caughtBy.join(' or ')} in round ${hunt.rounds}`);
        }
        return { 'seeded bugs found': mutants.length, 'rounds needed': rounds };
      },
    };
  },
};
