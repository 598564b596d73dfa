import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/**
 * Seconds of processor time that a process and its children have used so far, those that ended among them. Not moved by what else
 * the machine does, so it tells more than a rate when the machine is busy. Undefined where there is no /proc.
 */
export function cpuSeconds(pid: number): number | undefined {
  const own = readStat(pid);
  if (own === undefined) return undefined;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat?.parentPid === pid);
  const ticks =
    own.ticks + own.waitedForTicks + children.reduce((sum, child) => sum + (child?.ticks ?? 0), 0);
  return ticks / ticksPerSecond;
}

function readStat(pid: number): { parentPid: number; ticks: number; waitedForTicks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold anything in its parentheses: state, parent, …, utime stime cutime cstime at 11 to 14.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (index: number) => Number(fields[index]);
    return { parentPid: at(1), ticks: at(11) + at(12), waitedForTicks: at(13) + at(14) };
  } catch {
    return undefined;
  }
}
