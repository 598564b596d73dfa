import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRuntimeFiles } from './runtime-files.ts';

const namespaces = ['--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup', '--fork', '--kill-child'];
const stage = readFileSync(join(import.meta.dirname, 'stage.sh'), 'utf8');
const setup = readFileSync(join(import.meta.dirname, 'setup.sh'), 'utf8');
// Waits until the lab has written the user map and set the limits; ends when the lab is gone.
const gate = `printf '{"step":"isolated"}\\n'; read -r _go || exit 1; exec "$@"`;

/** Whether the lab has the host's root, and so two host uids of its own for each machine. */
export function hasRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The command line that makes a machine's namespaces and ends as its first process. It keeps one
 * process id (`setpriv`, then `unshare`), whose only child is that first process, and dies with the lab.
 */
export function isolationCommand(cpuList: string | null): { file: string; args: string[] } {
  const sources = listRuntimeFiles().flat();
  const affinity = cpuList === null ? [] : ['taskset', '-c', cpuList];
  const become = hasRoot() ? ['setpriv', '--reuid=0', '--regid=0', '--clear-groups'] : [];
  const build = ['bash', '-c', gate, 'gate', ...become, 'bash', '-c', setup, 'setup'];
  const stageThen = (next: string[]): string[] => ['bash', '-c', stage, 'stage', ...sources, '--', ...next];
  const args = hasRoot()
    ? [
        'unshare',
        '--mount',
        '--propagation',
        'private',
        ...stageThen(['unshare', '--user', '--keep-caps', ...namespaces, ...build]),
      ]
    : ['unshare', '--user', '--map-root-user', ...namespaces, ...stageThen(build)];
  return { file: 'setpriv', args: ['--pdeathsig', 'KILL', ...affinity, ...args] };
}

/** The environment of setup.sh, and nothing of the lab's own. */
export function isolationEnvironment(machine: {
  name: string;
  user: string;
  diskMb: number;
}): Record<string, string> {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    MACHINE: machine.name,
    MEMBER: machine.user,
    HOST_UIDS: hasRoot() ? 'two' : 'one',
    DISK_MB: String(machine.diskMb),
    SCRATCH_MB: String(Math.max(16, Math.floor(machine.diskMb / 4))),
    IP_COMMAND: ['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip', '/bin/ip'].find((path) => existsSync(path)) ?? '',
  };
}

/**
 * Tries the namespaces once.
 * @returns null when machines can be made here, else a sentence that says what forbids them.
 */
export function explainMissingIsolation(): string | null {
  if (process.platform !== 'linux') return 'Machines need Linux: they are made of its namespaces.';
  try {
    const args = [
      '--user',
      ...(hasRoot() ? [] : ['--map-root-user']),
      ...namespaces,
      '--',
      'mount',
      '--version',
    ];
    execFileSync('unshare', args, { stdio: 'pipe' });
    execFileSync('setpriv', ['--version'], { stdio: 'pipe' });
    execFileSync('bash', ['--version'], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `This host does not let the lab make namespaces (${firstLine(error)}). ${explainSettings()}`;
  }
}

function explainSettings(): string {
  const closed = [
    ['kernel.unprivileged_userns_clone', '0', '1'],
    ['user.max_user_namespaces', '0', '10000'],
    ['kernel.apparmor_restrict_unprivileged_userns', '1', '0'],
  ].filter(([name = '', bad]) => readSetting(name) === bad);
  if (closed.length === 0)
    return 'It needs bash and util-linux 2.36 or later (unshare, setpriv, mount), and in a container the right to make user namespaces.';
  return `Allow them as root: ${closed.map(([name, , good]) => `sysctl -w ${name}=${good}`).join('; ')}.`;
}

function readSetting(name: string): string | null {
  const path = `/proc/sys/${name.replaceAll('.', '/')}`;
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}

function firstLine(error: unknown): string {
  const text =
    error instanceof Error && 'stderr' in error && String(error.stderr)
      ? String(error.stderr)
      : String(error);
  return text.trim().split('\n')[0] ?? '';
}
