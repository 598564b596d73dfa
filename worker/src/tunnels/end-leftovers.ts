import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf, startOf } from '../identity/process-stat.ts';
import { processFile, RunningProcess } from './tunnel-files.ts';

/**
 * Ends the tunnels that a worker left behind when it crashed, and removes their files. A process is only ended when it started when
 * ours did and names our folder in its command: its id may belong to somebody else by now.
 *
 * @returns how many were ended
 */
export async function endLeftovers(tunnelsDir: string): Promise<number> {
  const names = await readdir(tunnelsDir).catch(() => []);
  const ended = await Promise.all(names.map((name) => endLeftover(join(tunnelsDir, name))));
  await rm(tunnelsDir, { recursive: true, force: true });
  return ended.filter(Boolean).length;
}

async function endLeftover(folder: string): Promise<boolean> {
  const left = await readProcess(join(folder, processFile));
  if (left === null || left.startedAt === null || startOf(left.pid) !== left.startedAt) return false;
  const isOurs = commandOf(left.pid)?.some((word) => word.startsWith(`${folder}/`)) ?? false;
  if (!isOurs) return false;
  try {
    process.kill(-left.pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

async function readProcess(path: string): Promise<RunningProcess | null> {
  try {
    return RunningProcess.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
