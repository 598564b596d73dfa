import path from 'node:path';
import { findLeftovers } from '../leftovers/find-leftovers.ts';
import { launchVariable } from './environments.ts';

const politeMs = 8000;
const killedMs = 2000;

/**
 * Ends what an earlier start could not end because it was killed itself, and what a killed part left outside its
 * group, such as a database server.
 */
export async function endLeftovers(dataDir: string, say: (line: string) => void): Promise<void> {
  const mark = { variable: launchVariable, folder: dataDir, owns: isOwn };
  const { processes } = await findLeftovers(mark, 0);
  if (processes.length === 0) return;
  say(describeLeftovers(processes.map(({ command }) => command)));
  // SIGINT is a fast shutdown for Postgres and Ctrl-C for the others. Only the topmost get it: a server's own
  // processes belong to the server (Postgres' checkpointer takes a SIGINT of ours for an order of the postmaster).
  const pids = new Set(processes.map(({ pid }) => pid));
  for (const { pid, parentPid } of processes) if (!pids.has(parentPid)) signal(pid, 'SIGINT');
  const stubborn = await findLeftovers(mark, politeMs);
  for (const { pid } of stubborn.processes) signal(pid, 'SIGKILL');
  if (stubborn.processes.length > 0) await findLeftovers(mark, killedMs);
}

/** A worker that somebody started by hand may keep its folder (and its browser's) below ours: it is not ours to end. */
function isOwn(folder: string): boolean {
  return /^(postgres|lab|worker-\d+(-\d+)?)$/.test(folder);
}

function describeLeftovers(commands: readonly string[]): string {
  const programs = new Set(commands.map((command) => path.basename(command.split(' ')[0] ?? '')));
  const count = commands.length === 1 ? '1 process that was' : `${commands.length} processes that were`;
  return `Ending ${count} left behind (${[...programs].join(', ')}).`;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
