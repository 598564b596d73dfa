import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks after boot, as /proc/<pid>/stat says it. */
  startedTicks: string;
}

const killWaitMs = 10_000;

/** The child of `parentPid`, or null. Reads /proc, since not every kernel lists children. */
export function findChild(parentPid: number): ProcessIdentity | null {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const pid = pids.find((candidate) => readStat(candidate)?.parentPid === parentPid);
  const startedTicks = pid === undefined ? undefined : readStat(pid)?.startedTicks;
  return pid === undefined || startedTicks === undefined ? null : { pid, startedTicks };
}

/**
 * Kills the first process of a process namespace and waits until it is gone. The kernel kills
 * everything else in the namespace first, so a true answer means that none of it is left.
 * @returns false when it is still there after ten seconds.
 */
export async function killNamespace(init: ProcessIdentity): Promise<boolean> {
  const deadline = Date.now() + killWaitMs;
  while (isRunning(init)) {
    if (Date.now() > deadline) return false;
    try {
      process.kill(init.pid, 'SIGKILL');
    } catch {
      // Gone between the look and the kill; the next look tells.
    }
    await delay(10);
  }
  return true;
}

// A zombie does not run: all it had is gone.
function isRunning({ pid, startedTicks }: ProcessIdentity): boolean {
  const stat = readStat(pid);
  return stat?.startedTicks === startedTicks && stat.state !== 'Z' && stat.state !== 'X';
}

function readStat(pid: number): { state: string; parentPid: number; startedTicks: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in parentheses and may hold anything: count from its end.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parentPid: Number(fields[1]), startedTicks: fields[19] ?? '' };
  } catch {
    return null;
  }
}
