import path from 'node:path';
import type { Endpoint } from '@coinslot/shared/http/machines.ts';
import { carriedBy, type Route } from './ssh-plan.ts';

/** What ssh and everything that uses it (scp, rsync, editors) must know of a machine to reach it by name. */
export interface SshConfig {
  /** The name to type: `ssh coinslot-brave-otter`. */
  host: string;
  endpoint: Endpoint;
  route: Route;
  hostKey: string;
  /** `~/.ssh`, or where it is instead. */
  folder: string;
}

/** The block for ssh's settings. The files that it names are those that `installSshConfig` writes. */
export function sshConfigBlock(config: SshConfig): string {
  const { endpoint, route } = config;
  const files = filesOf(config);
  const carried = carriedBy(endpoint, route).map((option) => option.replace('=', ' '));
  const opened =
    endpoint.privateKey === null
      ? ['PreferredAuthentications password,keyboard-interactive', 'PubkeyAuthentication no']
      : [`IdentityFile "${files.key}"`, 'IdentitiesOnly yes'];
  const lines = [
    `HostName ${endpoint.host}`,
    `Port ${endpoint.port}`,
    `User ${endpoint.username}`,
    ...carried,
    // Two machines behind the gateway may have one address: a connection kept for one must not serve the other.
    ...(endpoint.tunnel === 'gateway' ? ['ControlPath none'] : []),
    ...opened,
    `UserKnownHostsFile "${files.knownHosts}"`,
    'StrictHostKeyChecking yes',
  ];
  const head = [markOf(route), `Host ${config.host}`];
  return [...head, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

const markStart = '# Written by coinslot: machine ';

function markOf({ machineId, server }: Route): string {
  return `${markStart}${machineId} at ${server}`;
}

/** Whose machine a block is; null = not one of ours. */
export function readMark(block: string): { machineId: string; server: string } | null {
  const [, machineId, server] = /^# Written by coinslot: machine (\S+) at (\S+)$/m.exec(block) ?? [];
  return machineId === undefined || server === undefined ? null : { machineId, server };
}

export function filesOf({ folder, host }: Pick<SshConfig, 'folder' | 'host'>) {
  const at = path.join(folder, 'coinslot', host);
  return { block: `${at}.conf`, knownHosts: `${at}.known_hosts`, key: `${at}.key` };
}
