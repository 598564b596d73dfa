import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { publicUrlFile } from '@coinslot/shared/public-url-file.ts';
import type { Logger } from 'pino';
import { type BrokerConfig, readConfig } from '../config.ts';
import { type Db, openDb } from '../database/db.ts';
import { findRunningEmbedded, hasEmbedded, openEmbedded } from '../database/embedded/open-embedded.ts';
import { isMigrated } from '../database/migrate.ts';
import { type Bus, createBus } from '../live/bus.ts';
import { createLog } from '../observability/create-log.ts';
import { type BrokerMetrics, createMetrics } from '../observability/metrics.ts';
import { openSecrets, type Secrets } from '../secrets/open-secrets.ts';

/** What a command on the operator's terminal works with: the running database, and the broker's secrets. */
export interface Operator {
  config: BrokerConfig;
  db: Db;
  databaseUrl: string;
  secrets: Secrets;
  /** On stderr: what a command prints is its answer alone. */
  log: Logger;
  /** Nobody listens: a running broker sees what changed by itself within seconds. */
  bus: Bus;
  /** Counted for this command only. */
  metrics: BrokerMetrics;
}

/**
 * Runs `act` against the database that runs already, and says how when nothing runs. It starts one only where `wakes` says so, and only an
 * embedded one that was made before: it is stopped again.
 */
export async function asOperator(
  act: (operator: Operator) => Promise<void>,
  { wakes = false }: { wakes?: boolean } = {},
): Promise<void> {
  const config = await nameAddress(readConfig());
  const { url, stop } = await findDatabase(config, wakes);
  try {
    await actOn(config, url, act);
  } finally {
    await stop();
  }
}

async function actOn(
  config: BrokerConfig,
  databaseUrl: string,
  act: (operator: Operator) => Promise<void>,
): Promise<void> {
  const db = openDb({
    url: databaseUrl,
    poolSize: 2,
    applicationName: 'coinslot operator',
    onConnectionError: () => undefined,
  });
  try {
    if (!(await isMigrated(db.$client))) {
      throw new Error(
        'The database has another schema than this version of Coinslot. Start the broker of this version once, then repeat the command.',
      );
    }
    const secrets = await openSecrets({
      dataDir: config.dataDir,
      keys: config.secretKeys,
      authSecret: config.authSecret,
    });
    const bus = createBus(() => undefined);
    const log = createLog(config, process.stderr);
    await act({ config, db, databaseUrl, secrets, log, bus, metrics: createMetrics() });
  } finally {
    await db.$client.end();
  }
}

/** The address that is printed: the configured one, else the one at which `npm start` serves from this data folder. */
export async function nameAddress(config: BrokerConfig): Promise<BrokerConfig> {
  const { publicUrl, port } = config.http;
  if (publicUrl !== `http://localhost:${port}`) return config;
  const noted = await readFile(path.join(config.dataDir, publicUrlFile), 'utf8').catch(() => '');
  if (!URL.canParse(noted.trim())) return config;
  return { ...config, http: { ...config.http, publicUrl: new URL(noted.trim()).origin } };
}

async function findDatabase(
  { database, dataDir }: BrokerConfig,
  wakes: boolean,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const leave = async (): Promise<void> => undefined;
  if (database.url !== undefined) return { url: database.url, stop: leave };
  const running = await findRunningEmbedded(dataDir);
  if (running !== undefined) return { url: running.url, stop: leave };
  if (wakes && (await hasEmbedded(dataDir))) return await openEmbedded({ dataDir });
  throw new Error(
    `No database runs below ${dataDir}. Start Coinslot (npm start) and repeat the command in another terminal, or set DATABASE_URL.`,
  );
}
