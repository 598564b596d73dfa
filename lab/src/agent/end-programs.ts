import { spawnSync } from 'node:child_process';
import { memberCommand, memberEnvironment } from './member-program.ts';
import type { AgentSettings } from './settings.ts';

const clearTimeoutMs = 10_000;
// A folder that its owner may not enter is opened first.
const clearScratch = `
  set -- /tmp /var/tmp /dev/shm
  find "$@" -mindepth 1 -type d ! -perm -u=rwx -exec chmod u+rwx {} \\;
  find "$@" -mindepth 1 -delete
`;

/**
 * Ends every process of the machine but its first and this one, at once, and empties the scratch folders. Files in the home folder
 * stay. Nothing can be started meanwhile: the kernel signals all of them in one go, and nobody is logged in any more.
 */
export function endPrograms(settings: AgentSettings): void {
  try {
    process.kill(-1, 'SIGKILL');
  } catch {
    // There was none.
  }
  // As the member, whose files they are: the agent may not enter the folders of others.
  const clearing = { settings, program: ['/bin/sh', '-c', clearScratch], fromClient: new Map() };
  const [file, ...args] = memberCommand(clearing);
  spawnSync(file, args, {
    cwd: '/',
    env: memberEnvironment(clearing),
    stdio: 'ignore',
    timeout: clearTimeoutMs,
    killSignal: 'SIGKILL',
  });
}
