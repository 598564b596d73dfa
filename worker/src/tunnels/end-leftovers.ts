import { readdir, rm } from 'node:fs/promises';
import { commandOf } from '../identity/process-stat.ts';

/**
 * Ends the tunnels that a worker left behind when it crashed, and removes their files. A process is ours when it runs a tunnel with
 * settings in our folder: looked for among all processes, because a worker that is killed as it starts one can note nothing.
 *
 * @returns how many were ended
 */
export async function endLeftovers(tunnelsDir: string): Promise<number> {
  const names = await readdir('/proc').catch(() => []);
  const ended = names
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && endIfOurs(pid, tunnelsDir));
  await rm(tunnelsDir, { recursive: true, force: true });
  return ended.length;
}

function endIfOurs(pid: number, tunnelsDir: string): boolean {
  const command = commandOf(pid) ?? [];
  const settings = command[command.indexOf('--config') + 1] ?? '';
  const isOurs = command.includes('--config') && settings.startsWith(`${tunnelsDir}/`);
  return isOurs && (end(-pid) || end(pid));
}

/** False when there is no such process or group, or it is not ours to end. */
function end(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
