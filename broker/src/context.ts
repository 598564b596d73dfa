import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { BrokerConfig } from './config.ts';
import { type Db, readRows } from './database/db.ts';
import { openDatabase } from './database/open-database.ts';
import { type Bus, createBus } from './live/bus.ts';
import { createLog } from './observability/create-log.ts';
import { type BrokerMetrics, createMetrics } from './observability/metrics.ts';
import { openSecrets, type Secrets } from './secrets/open-secrets.ts';

/** What every part of one broker process is given. Opened once; closed last. */
export interface BrokerContext {
  readonly config: BrokerConfig;
  readonly db: Db;
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly bus: Bus;
  readonly secrets: Secrets;
  readonly metrics: BrokerMetrics;
  /** The installation's id, the same for all its brokers and after every restart. */
  readonly brokerId: string;
  /** This process. */
  readonly processId: string;
  /** Resolves when the embedded Postgres was killed and cannot be started again; otherwise never. The error says what to do. */
  readonly databaseLost: Promise<Error>;
  /** Ends the pool and, when it is embedded, Postgres. */
  readonly close: () => Promise<void>;
}

/** Opens the database (embedded when none is configured), the secrets and the log. Throws a sentence when one cannot be had. */
export async function openContext(
  config: BrokerConfig,
  log: Logger = createLog(config),
): Promise<BrokerContext> {
  const secrets = await openSecrets({
    dataDir: config.dataDir,
    keys: config.secretKeys,
    authSecret: config.authSecret,
  });
  const metrics = createMetrics();
  const { promise: databaseLost, resolve: onLost } = Promise.withResolvers<Error>();
  const database = await openDatabase({
    url: config.database.url,
    dataDir: config.dataDir,
    poolSize: config.database.poolSize,
    onConnectionError: (error) => log.warn({ err: error }, 'a database connection broke'),
    embeddedEvents: {
      onEnded: () => log.error('the embedded Postgres was killed; it is started again'),
      onRevived: () => log.info('the embedded Postgres answers again'),
      onLost,
    },
  });
  try {
    return {
      config,
      db: database.db,
      databaseUrl: database.url,
      log,
      bus: createBus((error, name) => log.error({ err: error, name }, 'a listener of the bus failed')),
      secrets,
      metrics,
      brokerId: await readBrokerId(database.db),
      processId: randomUUID(),
      databaseLost,
      close: database.close,
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function readBrokerId(db: Db): Promise<string> {
  const Row = z.object({ broker_id: z.uuid() });
  const [row] = await readRows(db, Row, sql`select broker_id from installation`);
  if (row === undefined) throw new Error('The database has no installation row. Restore it from a backup.');
  return row.broker_id;
}
