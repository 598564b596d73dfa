import { type Db, openDb } from './db.ts';
import { brokerApplicationName, openEmbedded } from './embedded/open-embedded.ts';
import { type EmbeddedEvents, watchEmbedded } from './embedded/watch-embedded.ts';
import { migrateDatabase } from './migrate.ts';

export interface OpenDatabaseOptions {
  /** A Postgres of the operator's; undefined = the embedded one below `dataDir`. */
  url: string | undefined;
  dataDir: string;
  poolSize: number;
  onConnectionError: (error: Error) => void;
  /** Given = an embedded Postgres that is killed is started again. */
  embeddedEvents?: EmbeddedEvents;
}

export interface OpenDatabase {
  db: Db;
  url: string;
  /** Ends the pool, and stops the embedded Postgres. */
  close: () => Promise<void>;
}

/** The database, running, migrated, with a pool. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const embedded = options.url === undefined ? await openEmbedded({ dataDir: options.dataDir }) : undefined;
  const url = options.url ?? embedded?.url ?? '';
  try {
    await migrateDatabase(url);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  const db = openDb({
    url,
    poolSize: options.poolSize,
    applicationName: brokerApplicationName,
    onConnectionError: options.onConnectionError,
  });
  const { embeddedEvents } = options;
  const endWatch =
    embedded === undefined || embeddedEvents === undefined
      ? undefined
      : watchEmbedded(embedded, embeddedEvents);
  return {
    db,
    url,
    async close() {
      // First: a Postgres that is stopped on purpose is not started again.
      await endWatch?.();
      await db.$client.end();
      await embedded?.stop();
    },
  };
}
