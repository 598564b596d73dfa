import { AssertionError } from 'node:assert';
import { openDb } from '../../../broker/src/database/db.ts';
import { setLedgerOnFire } from '../../../broker/src/domains/wallet/testing/ledger-fire.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { type Scenario, Violation } from '../scenario.ts';

const movements = 10_000;
const clients = 40;
const applicationName = 'coinslot faults';

/** Coins under many clients: what the books say is compared with a model that knows no database. */
export const coins: Scenario = {
  name: 'coins',
  about: 'forty clients move coins at once, transactions lose, connections are ended in the middle',
  promises: [19],
  weight: 4,
  async open(place) {
    const { url, superuserUrl } = await startPostgres(place);
    const db = openDb({ url, poolSize: clients, applicationName, onConnectionError: () => undefined });
    place.atEnd(() => db.$client.end());
    return {
      async round(seed) {
        try {
          const counts = await setLedgerOnFire(
            { db, superuserUrl, applicationName },
            { seed, movements, clients },
          );
          const { ms, ended, killed, lost, refused } = counts;
          place.say(`${movements} movements in ${ms} ms, ${Math.round((movements / ms) * 1000)} a second`);
          return {
            movements,
            'connections ended': killed,
            'transactions lost': lost,
            refused,
            'charges ended': ended,
          };
        } catch (error) {
          if (error instanceof AssertionError)
            throw new Violation(`the books are wrong: ${error.message}`, {
              actual: error.actual,
              expected: error.expected,
            });
          throw error;
        }
      },
    };
  },
};
