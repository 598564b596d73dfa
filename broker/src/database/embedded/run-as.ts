import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmod, chown, lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Postgres refuses to run as root. As an ordinary user it is started plainly. As root it is started in a user namespace of its
 * own, where it sees itself as another user while its files stay root's, so that it works below a closed home. Where namespaces
 * are forbidden it is started as `nobody`, who then needs a path that it may walk.
 */
export type RunAs = { kind: 'plain' } | { kind: 'namespace' } | { kind: 'nobody' };

const nobody = 65_534;
const mapped = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];

export function chooseRunAs(): RunAs {
  if (process.getuid?.() !== 0) return { kind: 'plain' };
  const probe = spawnSync('unshare', [...mapped, 'true'], { stdio: 'ignore' });
  return probe.status === 0 ? { kind: 'namespace' } : { kind: 'nobody' };
}

/** Starts a program of Postgres. With `namespace` the process keeps its pid: unshare becomes it. */
export function spawnAs(as: RunAs, program: string, args: string[], options: SpawnOptions): ChildProcess {
  switch (as.kind) {
    case 'plain':
      return spawn(program, args, options);
    case 'namespace':
      return spawn('unshare', [...mapped, program, ...args], options);
    case 'nobody':
      return spawn(program, args, { ...options, uid: nobody, gid: nobody });
  }
}

/**
 * Makes the data folder belong to whom Postgres will run as (after a change between the ways above), and the folders of ours
 * above it walkable for `nobody`.
 */
export async function giveFolder(as: RunAs, folder: string, ownFolders: string[]): Promise<void> {
  if (as.kind === 'plain') return;
  const owner = as.kind === 'nobody' ? nobody : 0;
  if (as.kind === 'nobody') for (const own of ownFolders) await chmod(own, 0o711);
  if ((await lstat(folder)).uid !== owner) await giveTree(folder, owner);
}

async function giveTree(file: string, owner: number): Promise<void> {
  const entry = await lstat(file);
  if (entry.isSymbolicLink()) return;
  await chown(file, owner, owner);
  if (entry.isDirectory())
    for (const name of await readdir(file)) await giveTree(path.join(file, name), owner);
}
