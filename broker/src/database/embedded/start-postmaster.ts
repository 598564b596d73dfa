import { closeSync, openSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { explainFailure, folderIsHeld, portWasTaken } from './explain-failure.ts';
import { findFreePort } from './free-port.ts';
import type { Cluster } from './make-cluster.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { type Postmaster, postmasterFile, readPostmaster } from './postmaster-file.ts';
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
  const heldUntil = Date.now() + heldPatienceMs;
  for (let portTries = 0; ;) {
    const running = await readPostmaster(cluster.dataFolder);
    if (running !== undefined) return await waitUntilReady(cluster, () => true);
    // Nobody holds the folder: what the file says is a dead process's word, and its pid may belong to another program now.
    await rm(postmasterFile(cluster.dataFolder), { force: true });
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
  settings.push('password_encryption=scram-sha-256', 'log_min_messages=warning', ...(options.settings ?? []));
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
