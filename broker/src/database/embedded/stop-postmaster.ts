import { mayBePostgres, readPostmaster } from './postmaster-file.ts';
import { isAlive } from './start-lock.ts';

const fastPatienceMs = 15_000;
const pollMs = 20;

/** Stops the postmaster of this data folder: fast shutdown (open transactions are rolled back), after 15 s at once. */
export async function stopPostmaster(dataFolder: string): Promise<void> {
  const running = await readPostmaster(dataFolder);
  if (running === undefined) return;
  tell(running.pid, 'SIGINT');
  if (await isGone(dataFolder, running.pid, fastPatienceMs)) return;
  tell(running.pid, 'SIGQUIT');
  await isGone(dataFolder, running.pid, 5_000);
}

async function isGone(dataFolder: string, pid: number, patienceMs: number): Promise<boolean> {
  const givesUpAt = Date.now() + patienceMs;
  while (Date.now() < givesUpAt) {
    const now = await readPostmaster(dataFolder);
    // A dead child of nobody may stay visible as a zombie: it holds nothing any more.
    if (now?.pid !== pid && (!isAlive(pid) || !(await mayBePostgres(pid)))) return true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return false;
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
