import path from 'node:path';
import pg from 'pg';
import { readConfig } from '../../../broker/src/config.ts';
import { openContext } from '../../../broker/src/context.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import type { Scenario } from '../scenario.ts';
import { reconcile } from './reconcile.ts';
import { openRows, seatCount } from './rows.ts';

/** The reconciler at labs full of strangers, with lists that fail, are cut or come empty. */
export const strangers: Scenario = {
  name: 'strangers',
  about: `${seatCount} seats full of strangers, orphans and renamed sessions, with lists that fail, are cut or come empty`,
  promises: [13],
  weight: 1,
  async open(place) {
    const { url } = await startPostgres(place);
    const database = new pg.Client({ connectionString: url });
    await database.connect();
    place.atEnd(() => database.end());
    const ctx = await openContext(
      readConfig({
        COINSLOT_DATA_DIR: path.join(place.folder, 'broker'),
        DATABASE_URL: url,
        LOG_LEVEL: 'silent',
        BROKER_ORPHAN_GRACE_MS: '0',
      }),
    );
    place.atEnd(() => ctx.close());
    await openRows(database);
    return { round: (seed, signal) => reconcile(ctx, database, seed, signal) };
  },
};
