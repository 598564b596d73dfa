import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every process of a test run carries this in its environment and works below its folder. */
export const runFolderVariable = 'COINSLOT_TEST_FOLDER';

export interface Leftover {
  pid: number;
  command: string;
}

/**
 * Processes and mounts that belong to a test run and are still there, after up to `graceMs` of patience.
 * Answers nothing where there is no /proc.
 */
export async function findLeftovers(
  folder: string,
  graceMs: number,
): Promise<{ processes: Leftover[]; mounts: string[] }> {
  if (!existsSync('/proc/self/environ')) return { processes: [], mounts: [] };
  const giveUpAt = Date.now() + graceMs;
  for (;;) {
    const found = { processes: await findProcesses(folder), mounts: await findMounts(folder) };
    if ((found.processes.length === 0 && found.mounts.length === 0) || Date.now() > giveUpAt) return found;
    await sleep(100);
  }
}

async function findProcesses(folder: string): Promise<Leftover[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => examine(pid, folder)));
  return found.filter((leftover) => leftover !== undefined);
}

async function examine(pid: number, folder: string): Promise<Leftover | undefined> {
  if (pid === process.pid) return undefined;
  try {
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const isOurs =
      environment.split('\0').includes(`${runFolderVariable}=${folder}`) || command.includes(folder);
    // A kernel thread or zombie has no command line; a zombie holds nothing.
    return isOurs && command !== '' ? { pid, command } : undefined;
  } catch {
    // It ended while we looked.
    return undefined;
  }
}

async function findMounts(folder: string): Promise<string[]> {
  const lines = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  return lines.map((line) => line.split(' ')[1] ?? '').filter((mount) => mount.startsWith(`${folder}/`));
}
