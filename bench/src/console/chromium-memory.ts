import { readdirSync, readFileSync } from 'node:fs';

/**
 * Bytes that a process and all below it hold, what they share counted once (PSS). Resident sizes would count Chromium's shared
 * pages with every one of its processes.
 */
export function treeBytes(pid: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [pid];
  // Grows while it is walked.
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree.reduce((sum, one) => sum + proportionalBytes(one), 0);
}

function parentOf(pid: number): number | undefined {
  const text = read(`/proc/${pid}/stat`);
  // After the name, which may hold anything in its parentheses: state, parent, …
  return text === '' ? undefined : Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

function proportionalBytes(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kilobytes ?? 0) * 1_024;
}

/** Empty when the process has gone meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
