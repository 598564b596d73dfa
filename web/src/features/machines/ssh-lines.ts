import type { Endpoint } from '@coinslot/shared/http/machines.ts';

type Address = Pick<Endpoint, 'host' | 'port' | 'username'>;

/**
 * The line to paste into a terminal. The alias keeps this machine's host key apart from the one that had the same host and port
 * before: without it ssh refuses every second machine as a man in the middle.
 */
export function sshCommand({ host, port, username }: Address, name: string): string {
  const portOption = port === 22 ? '' : `-p ${port} `;
  return `ssh ${portOption}-o HostKeyAlias=${name} ${username}@${host}`;
}

/** A Host block for ~/.ssh/config, named like the machine. */
export function sshConfig({ host, port, username }: Address, name: string): string {
  return [
    `Host ${name}`,
    `  HostName ${host}`,
    `  Port ${port}`,
    `  User ${username}`,
    `  HostKeyAlias ${name}`,
  ].join('\n');
}

/** The machine's line for ~/.ssh/known_hosts, under its alias. */
export function knownHostsLine(line: string, name: string): string {
  return line.replace(/^\S+/, name);
}
