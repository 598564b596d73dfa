import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const prefix = 'coinslot-ssh-';

/** A folder for one run of ssh, for its owner only. What runs that were killed left behind is removed first. */
export async function makeRunFolder(parent = tmpdir()): Promise<string> {
  await removeLeftovers(parent);
  return await mkdtemp(path.join(parent, `${prefix}${process.pid}-`));
}

async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const left = names.filter((name) => {
    const pid = name.startsWith(prefix) ? /^(\d+)-/.exec(name.slice(prefix.length))?.[1] : undefined;
    return pid !== undefined && !isRunning(Number(pid));
  });
  // Those of other accounts cannot be removed, and are none of ours.
  await Promise.all(
    left.map((name) => rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined)),
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
