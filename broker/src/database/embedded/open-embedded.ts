import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createDatabase } from './create-database.ts';
import { awaitFreePort } from './free-port.ts';
import { ensureCluster, makeOwnFolder, type Passwords, readPasswords } from './make-cluster.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import { readPostmaster } from './postmaster-file.ts';
import { chooseRunAs } from './run-as.ts';
import { withStartLock } from './start-lock.ts';
import { ensurePostmaster } from './start-postmaster.ts';
import { stopPostmaster } from './stop-postmaster.ts';

/** A running embedded Postgres: real Postgres, on 127.0.0.1 only, with passwords only. */
export interface EmbeddedPostgres {
  /** As role `coinslot`, which owns the database and is not a superuser. */
  url: string;
  superuserUrl: string;
  /** Whether its postmaster runs. */
  runs: () => Promise<boolean>;
  /** After it ended by itself: starts it again (or finds that somebody did) at the same address. Throws a sentence. */
  revive: () => Promise<void>;
  /** Fast shutdown; left running when another broker still uses it. Close your own connections first. */
  stop: () => Promise<void>;
}

export interface OpenEmbeddedOptions {
  dataDir: string;
  /** `name=value` beside our own, e.g. `fsync=off` in tests. */
  settings?: readonly string[];
  /** How long one that is to come back waits until its old port is free again, in ms. */
  portPatienceMs?: number;
}

/** Every broker's connections carry this name, so that the last one knows that it may stop Postgres. */
export const brokerApplicationName = 'coinslot broker';

/** Starts or adopts the Postgres in `<dataDir>/postgres`. Several processes may call it at once: they get the same one. */
export async function openEmbedded(options: OpenEmbeddedOptions): Promise<EmbeddedPostgres> {
  const folder = embeddedFolder(options.dataDir);
  const programs = findPostgresPrograms();
  await makeOwnFolder(folder);
  const lockFile = path.join(folder, 'start.lock');
  const { settings = [], portPatienceMs = 15_000 } = options;
  return await withStartLock(lockFile, async () => {
    const as = chooseRunAs();
    const cluster = await ensureCluster(programs, as, folder);
    const portFile = path.join(folder, 'port');
    const lastPort = Number(await readFile(portFile, 'utf8').catch(() => Number.NaN));
    const postmaster = await ensurePostmaster(programs, as, cluster, {
      preferredPort: Number.isInteger(lastPort) ? lastPort : undefined,
      settings,
    });
    await writeFile(portFile, String(postmaster.port), { mode: 0o600 });
    const urls = toUrls(postmaster.port, cluster.passwords);
    await createDatabase(urls.superuserUrl, cluster.passwords.coinslot);
    return {
      ...urls,
      runs: async () => (await readPostmaster(cluster.dataFolder)) !== undefined,
      revive: () =>
        withStartLock(lockFile, async () => {
          const { port } = postmaster;
          const isGone = (await readPostmaster(cluster.dataFolder)) === undefined;
          // Started elsewhere it would run where nobody of us looks for it.
          if (isGone && !(await awaitFreePort(port, portPatienceMs))) throw new Error(movedAway(port));
          const revived = await ensurePostmaster(programs, as, cluster, { preferredPort: port, settings });
          if (revived.port !== port) throw new Error(movedAway(port));
        }),
      stop: async () => {
        if (!(await isUsedByOthers(urls.superuserUrl))) await stopPostmaster(cluster.dataFolder);
      },
    };
  });
}

/** The one that runs below this data folder already, or undefined. Starts nothing. */
export async function findRunningEmbedded(
  dataDir: string,
): Promise<{ url: string; superuserUrl: string } | undefined> {
  const folder = embeddedFolder(dataDir);
  const passwords = await readPasswords(folder);
  const postmaster = await readPostmaster(path.join(folder, 'data'));
  return passwords === undefined || postmaster?.ready !== true
    ? undefined
    : toUrls(postmaster.port, passwords);
}

/** Whether one was ever made below this data folder. */
export async function hasEmbedded(dataDir: string): Promise<boolean> {
  return (await readPasswords(embeddedFolder(dataDir))) !== undefined;
}

function embeddedFolder(dataDir: string): string {
  return path.join(dataDir, 'postgres');
}

function toUrls(port: number, passwords: Passwords): { url: string; superuserUrl: string } {
  return {
    url: `postgres://coinslot:${passwords.coinslot}@127.0.0.1:${port}/coinslot`,
    superuserUrl: `postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`,
  };
}

// Whoever holds the old address would look for it there for ever; a new start reads the new one.
function movedAway(port: number): string {
  return `Another program took port ${port} while the embedded Postgres was down. Start the broker again: it finds a free one.`;
}

async function isUsedByOthers(superuserUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // The connections that this process has just closed are listed until their ends of them are gone.
    for (let tries = 0; tries < 20; tries += 1) {
      const others = await client.query(
        'select 1 from pg_stat_activity where application_name = $1 limit 1',
        [brokerApplicationName],
      );
      if (others.rowCount === 0) return false;
      await sleep(50);
    }
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
