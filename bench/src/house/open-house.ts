import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { openDb } from '../../../broker/src/database/db.ts';
import { chooseCookies } from '../../../broker/src/domains/accounts/choose-cookies.ts';
import { signSessionToken, sessionCookieName } from '../../../broker/src/domains/accounts/session-cookie.ts';
import { verifyLedger } from '../../../broker/src/domains/wallet/index.ts';
import { createDatabase } from '../create-database.ts';
import { repositoryFolder, type Place } from '../place.ts';
import { startBroker } from '../start-broker.ts';
import { fillHouse } from './fill/fill-house.ts';
import type { HouseSize } from './house-size.ts';

/** A broker on a database of its own, and an admin who is signed in. */
export interface House {
  name: string;
  /** Where the broker listens, and what it is called by browsers. */
  url: string;
  origin: string;
  cookie: { name: string; value: string };
  database: pg.Client;
}

/** Makes, fills and checks the database, and starts the real broker on it. Throws when the coins do not add up. */
export async function openHouse(
  place: Place,
  { name, size, superuserUrl }: { name: string; size: HouseSize; superuserUrl: string },
): Promise<House> {
  const url = await createDatabase(superuserUrl, `house_${name}`);
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  place.atEnd(() => database.end());
  const token = randomBytes(24).toString('hex');
  await fillHouse(database, { size, adminToken: token });
  await refuseImbalance(url);
  const authSecret = randomBytes(32).toString('base64');
  const broker = await startBroker(place, {
    databaseUrl: url,
    env: {
      COINSLOT_AUTH_SECRET: authSecret,
      BROKER_WEB_DIR: path.join(repositoryFolder, 'web', 'dist'),
      // The workers of this house are away and stay so: nothing of it shall end while it is looked at.
      BROKER_SUSPECT_AFTER_MS: '30000000',
      BROKER_FENCE_AFTER_MS: '31000000',
      BROKER_LOST_AFTER_MS: '32000000',
    },
  });
  return {
    name,
    url: broker.url,
    origin: broker.origin,
    cookie: {
      name: sessionCookieName(chooseCookies(broker.origin).prefix),
      value: signSessionToken(token, authSecret),
    },
    database,
  };
}

async function refuseImbalance(url: string): Promise<void> {
  const db = openDb({
    url,
    poolSize: 1,
    applicationName: 'bench',
    onConnectionError: (error) => console.error(error.message),
  });
  try {
    const { imbalanceCoins } = await verifyLedger(db);
    if (imbalanceCoins !== 0)
      throw new Error(`the house's books are off by ${imbalanceCoins} coins: nothing is measured`);
  } finally {
    await db.$client.end();
  }
}
