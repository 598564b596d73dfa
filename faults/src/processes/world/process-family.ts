import { readdir, readFile } from 'node:fs/promises';

/** A process with all that it started, as far as it still belongs to it. */
export async function readFamily(pid: number): Promise<number[]> {
  const children = new Map<number, number[]>();
  const entries = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const entry of entries) {
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    // After the name, which may hold anything: state and parent.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

/** The browsers that a process started itself. */
export async function readBrowsers(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = children
    .split(' ')
    .filter((child) => child !== '')
    .map(Number);
  const commands = await Promise.all(
    pids.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, index) => /chrom|headless/i.test(commands[index] ?? ''));
}

/** Tells each process that still is there. */
export function tellAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch {
      // Gone already.
    }
}
