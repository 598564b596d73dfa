import { findLeftovers } from '../leftovers/find-leftovers.ts';
import { launchVariable } from './environments.ts';

const politeMs = 8000;
const killedMs = 2000;

/**
 * Ends what an earlier start could not end because it was killed itself, and what a killed part left outside its
 * group, such as a database server.
 */
export async function endLeftovers(dataDir: string, say: (line: string) => void): Promise<void> {
  const mark = { variable: launchVariable, folder: dataDir };
  const { processes } = await findLeftovers(mark, 0);
  if (processes.length === 0) return;
  say(`Ending ${processes.length} process(es) that were left behind.`);
  // SIGINT is a fast shutdown for Postgres and Ctrl-C for the others. Only the topmost get it: a server's own
  // processes belong to the server (Postgres' checkpointer takes a SIGINT of ours for an order of the postmaster).
  const pids = new Set(processes.map(({ pid }) => pid));
  for (const { pid, parentPid } of processes) if (!pids.has(parentPid)) signal(pid, 'SIGINT');
  const stubborn = await findLeftovers(mark, politeMs);
  for (const { pid } of stubborn.processes) signal(pid, 'SIGKILL');
  if (stubborn.processes.length > 0) await findLeftovers(mark, killedMs);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between.
  }
}
