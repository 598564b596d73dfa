import { readFileSync } from 'node:fs';

/**
 * A process is known by its id and this, so that a reused id is not taken for it: its start in clock ticks since boot; null where there is
 * no /proc, or no such process.
 */
export function startOf(pid: number): string | null {
  return statOf(pid)?.[19] ?? null;
}

/** The fields of /proc/<pid>/stat from its state on. */
export function statOf(pid: number): string[] | null {
  const stat = readProc(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? null;
}

/** What it was started with; null where that cannot be read. */
export function commandOf(pid: number): string[] | null {
  return readProc(pid, 'cmdline')?.split('\0').slice(0, -1) ?? null;
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
