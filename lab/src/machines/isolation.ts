import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRuntimeFiles } from './runtime-files.ts';

const namespaces = ['--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child'];
const stage = readFileSync(join(import.meta.dirname, 'stage.sh'), 'utf8');
const setup = readFileSync(join(import.meta.dirname, 'setup.sh'), 'utf8');
// Waits until the lab has written the user map and set the limits; ends when the lab is gone.
const gate = `printf '{"step":"isolate"}\\n'; read -r _go || exit 1; exec "$@"`;
const settingsThatForbid = [
  { name: 'kernel.unprivileged_userns_clone', bad: '0', good: '1' },
  { name: 'user.max_user_namespaces', bad: '0', good: '10000' },
  { name: 'kernel.apparmor_restrict_unprivileged_userns', bad: '1', good: '0' },
];

/** Whether the lab has the host's root, and so two host uids of its own for each machine. */
export function hasRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The command line that makes a machine's namespaces and ends as its first process. It keeps one
 * process id (`setpriv`, then `unshare`), whose only child is that first process, and dies with the lab.
 */
export function isolationCommand(cpuList: string | null): { file: string; args: string[] } {
  const affinity = cpuList === null ? [] : ['taskset', '-c', cpuList];
  const become = hasRoot() ? ['setpriv', '--reuid=0', '--regid=0', '--clear-groups'] : [];
  const staged = ['bash', '-c', stage, 'stage', ...listRuntimeFiles().flat(), '--'];
  const build = ['bash', '-c', gate, 'gate', ...become, 'bash', '-c', setup, 'setup'];
  const privateMounts = ['unshare', '--mount', '--propagation', 'private'];
  const args = hasRoot()
    ? [...privateMounts, ...staged, 'unshare', '--user', '--keep-caps', ...namespaces, ...build]
    : ['unshare', '--user', '--map-root-user', ...namespaces, ...staged, ...build];
  return { file: 'setpriv', args: ['--pdeathsig', 'KILL', ...affinity, ...args] };
}

/** The environment of setup.sh, and nothing of the lab's own. */
export function isolationEnvironment(name: string, member: string, diskMb: number): Record<string, string> {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    MACHINE: name,
    MEMBER: member,
    HOST_UIDS: hasRoot() ? 'two' : 'one',
    DISK_MB: String(diskMb),
    SCRATCH_MB: String(Math.max(16, Math.floor(diskMb / 4))),
  };
}

/**
 * Tries the namespaces once.
 * @returns null when machines can be made here, else a sentence that says what forbids them.
 */
export function explainMissingIsolation(): string | null {
  if (process.platform !== 'linux') return 'Machines need Linux: they are made of its namespaces.';
  const mapping = hasRoot() ? ['--user'] : ['--user', '--map-root-user'];
  try {
    execFileSync('unshare', [...mapping, ...namespaces, '--', 'mount', '--version'], { stdio: 'pipe' });
    for (const program of ['setpriv', 'bash']) execFileSync(program, ['--version'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    const why = (said || String(error)).split('\n')[0];
    return `This host does not let the lab make namespaces (${why}). ${explainSettings()}`;
  }
}

function explainSettings(): string {
  const forbidding = settingsThatForbid.filter(({ name, bad }) => {
    const path = `/proc/sys/${name.replaceAll('.', '/')}`;
    return existsSync(path) && readFileSync(path, 'utf8').trim() === bad;
  });
  if (forbidding.length === 0)
    return 'It needs bash and util-linux 2.36 or later (unshare, setpriv, mount), and in a container the right to make user namespaces.';
  return `Allow them as root: ${forbidding.map(({ name, good }) => `sysctl -w ${name}=${good}`).join('; ')}.`;
}
