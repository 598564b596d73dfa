import { readFile, rename, rm, writeFile } from 'node:fs/promises';

const patienceMs = 60_000;
const pollMs = 50;

/**
 * Runs `act` while this process alone holds the lock file (its content is the holder's pid). A lock whose holder is dead is taken
 * over. Two takers that still meet are told apart by Postgres' own postmaster.pid.
 */
export async function withStartLock<Result>(file: string, act: () => Promise<Result>): Promise<Result> {
  const givesUpAt = Date.now() + patienceMs;
  while (!(await tryLock(file))) {
    if (Date.now() > givesUpAt) {
      throw new Error(`Another process is starting the database for a minute already (lock ${file}).`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  try {
    return await act();
  } finally {
    await rm(file, { force: true });
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  // A just created lock may still be empty.
  if (!Number.isInteger(holder) || holder <= 0 || isAlive(holder)) return false;
  const aside = `${file}.${process.pid}`;
  await rename(file, aside).catch(() => undefined);
  await rm(aside, { force: true });
  return false;
}

/** Whether a process of this id exists (also one that is not ours). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
