import { closeSync, openSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { explainFailure, folderIsHeld, portWasTaken } from './explain-failure.ts';
import { findFreePort } from './free-port.ts';
import type { Cluster } from './make-cluster.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { type Postmaster, readPostmaster, removeForeignPidFile } from './postmaster-file.ts';
import { giveFolder, type RunAs, spawnAs } from './run-as.ts';

export interface StartPostmasterOptions {
  preferredPort: number | undefined;
  /** `-c` settings beside ours, e.g. `fsync=off` in tests. */
  settings?: readonly string[];
}

// After a crash Postgres replays its journal before it answers; that takes as long as it takes, within reason.
const readyPatienceMs = 180_000;
const heldPatienceMs = 15_000;
const logBytesMax = 5_000_000;
const pollMs = 25;

/**
 * The postmaster of this cluster, running and ready: adopts the one that runs (a broker that was killed left it), or starts it,
 * detached, so that Ctrl-C on a terminal reaches the broker first.
 */
export async function ensurePostmaster(
  programs: PostgresPrograms,
  as: RunAs,
  cluster: Cluster,
  options: StartPostmasterOptions,
): Promise<Postmaster> {
  const begunAt = Date.now();
  const heldUntil = begunAt + heldPatienceMs;
  for (let portTries = 0; ;) {
    const running = await readPostmaster(cluster.dataFolder);
    if (running !== undefined) {
      const adopted = await waitUntilReady(cluster, () => true).catch(() => undefined);
      if (adopted !== undefined && (await answers(adopted, cluster))) return adopted;
      // It was just killed or is stopping, and only looks alive: look again until it is gone.
      if (Date.now() > heldUntil) throw new Error(notAnswering(running, cluster));
      await pause(100);
      continue;
    }
    await removeForeignPidFile(cluster.dataFolder, Date.now() - begunAt);
    // Only now: a running one, perhaps started under another user, must keep its files.
    await giveFolder(as, cluster.dataFolder, [path.dirname(cluster.folder), cluster.folder]);
    const outcome = await start(programs, as, cluster, options);
    if (outcome.postmaster !== undefined) return outcome.postmaster;
    portTries += 1;
    const again =
      (portWasTaken(outcome.log) && portTries < 8) || (folderIsHeld(outcome.log) && Date.now() < heldUntil);
    if (!again) throw new Error(explainFailure(outcome.log, cluster.dataFolder));
    await pause(250);
  }
}

async function start(
  programs: PostgresPrograms,
  as: RunAs,
  cluster: Cluster,
  options: StartPostmasterOptions,
): Promise<{ postmaster?: Postmaster; log: string }> {
  const port = await findFreePort(options.preferredPort);
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=120',
  ];
  settings.push(
    'password_encryption=scram-sha-256',
    'log_min_messages=warning',
    'log_error_verbosity=terse',
    ...(options.settings ?? []),
  );
  const args = ['-D', cluster.dataFolder, ...settings.flatMap((setting) => ['-c', setting])];
  const logged = await stat(cluster.logFile).catch(() => undefined);
  const from = logged === undefined || logged.size > logBytesMax ? 0 : logged.size;
  const log = openSync(cluster.logFile, from === 0 ? 'w' : 'a', 0o600);
  let ended = false;
  let startError = '';
  const child = spawnAs(as, programs.postgres, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.once('exit', () => (ended = true));
  child.once('error', (error) => {
    startError = error.message;
    ended = true;
  });
  child.unref();
  try {
    return { postmaster: await waitUntilReady(cluster, () => !ended), log: '' };
  } catch (error) {
    if (!ended) throw error;
    const text = await readFile(cluster.logFile, 'utf8').catch(() => '');
    return { log: `${text.slice(from)}${startError}` };
  }
}

async function answers(postmaster: Postmaster, cluster: Cluster): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: postmaster.port,
    user: 'postgres',
    password: cluster.passwords.superuser,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function notAnswering({ pid }: Postmaster, { dataFolder, folder }: Cluster): string {
  return `A Postgres (process ${pid}) holds ${dataFolder} but does not answer to the password in ${folder}/passwords.json. Stop it (kill ${pid}) and start again.`;
}

async function waitUntilReady(cluster: Cluster, lives: () => boolean): Promise<Postmaster> {
  const givesUpAt = Date.now() + readyPatienceMs;
  let seenAlive = 0;
  while (Date.now() < givesUpAt && lives()) {
    const postmaster = await readPostmaster(cluster.dataFolder);
    if (postmaster?.ready === true) return postmaster;
    // An adopted one that vanished while it was stopping: the caller looks again.
    if (postmaster !== undefined) seenAlive = Date.now();
    else if (seenAlive !== 0 && Date.now() - seenAlive > 2_000) break;
    await pause(pollMs);
  }
  throw new Error(
    `The embedded Postgres in ${cluster.dataFolder} does not get ready. See ${cluster.logFile}.`,
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
