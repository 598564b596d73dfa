import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the processes of a run are known: a variable in their environment, or its folder in their command line. */
export interface RunMark {
  variable: string;
  folder: string;
  /** Which folders directly below `folder` are the run's own, where others may keep theirs beside them. Absent: all. */
  owns?: (name: string) => boolean;
}

interface MarkedProcess {
  pid: number;
  parentPid: number;
  command: string;
}

interface Leftovers {
  processes: MarkedProcess[];
  mounts: string[];
}

/**
 * Processes and mounts of a run that are still there, after up to `graceMs` of patience.
 * Answers nothing where there is no /proc.
 */
export async function findLeftovers(mark: RunMark, graceMs: number): Promise<Leftovers> {
  if (!existsSync('/proc/self/environ')) return { processes: [], mounts: [] };
  const giveUpAt = Date.now() + graceMs;
  for (;;) {
    const found = { processes: await findProcesses(mark), mounts: await findMounts(mark.folder) };
    if ((found.processes.length === 0 && found.mounts.length === 0) || Date.now() > giveUpAt) return found;
    await sleep(100);
  }
}

async function findProcesses(mark: RunMark): Promise<MarkedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map((pid) => examine(pid, mark)));
  return found.filter((marked) => marked !== undefined);
}

async function examine(pid: number, mark: RunMark): Promise<MarkedProcess | undefined> {
  if (pid === process.pid) return undefined;
  const { variable, folder } = mark;
  try {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const isOurs = environment.split('\0').includes(`${variable}=${folder}`) || isServerBelow(words, mark);
    // A zombie has no command line and holds nothing.
    if (!isOurs || words[0] === '') return undefined;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const parentPid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { pid, parentPid, command: words.join(' ').trim() };
  } catch {
    // It ended while we looked.
    return undefined;
  }
}

/** Programs that drop our environment name their data folder instead. An editor with a file there is not ours. */
function isServerBelow([program, ...args]: string[], { folder, owns = () => true }: RunMark): boolean {
  const isServer = /(^|\/)(postgres|chrome|chromium|chromium-headless-shell|headless_shell|unshare)$/.test(
    program ?? '',
  );
  if (!isServer) return false;
  return args.some((arg) => {
    const [, below] = arg.split(`${folder}/`);
    return below !== undefined && owns(below.split('/')[0] ?? '');
  });
}

async function findMounts(folder: string): Promise<string[]> {
  const lines = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
  return lines.map((line) => line.split(' ')[1] ?? '').filter((mount) => mount.startsWith(`${folder}/`));
}
