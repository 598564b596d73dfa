import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isAlive } from './start-lock.ts';

/** What `postmaster.pid` of a data folder says. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const postmasterFile = (dataFolder: string) => path.join(dataFolder, 'postmaster.pid');

/** The postmaster that the file names, if that process lives and is a Postgres of this folder; else undefined (the file is stale). */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | undefined> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  if (!(await mayBePostgres(pid))) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: (lines[7] ?? '').trim() === 'ready' };
}

const zombiePatienceMs = 2_000;

/**
 * Removes a pid file whose pid was given to another program, which Postgres would take for a running postmaster. With a dead pid
 * it stays: by it Postgres finds orphans of a killed postmaster that still use the files, and waits for them. A zombie counts
 * as dead first and as another program after two seconds: where nobody collects it, it would stay for ever.
 */
export async function removeForeignPidFile(dataFolder: string, waitedMs: number): Promise<void> {
  const text = await readFile(postmasterFile(dataFolder), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (command === undefined || command.includes('postgres')) return;
  if (command === '' && waitedMs < zombiePatienceMs) return;
  await rm(postmasterFile(dataFolder), { force: true });
}

/** False only when it is certain that the pid was given to another program (after a reboot, or in a container). */
export async function mayBePostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  // No /proc: believe the file. An empty command line is a zombie: dead, only not yet collected.
  return command === undefined ? process.platform !== 'linux' : command.includes('postgres');
}
