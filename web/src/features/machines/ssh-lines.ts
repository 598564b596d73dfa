import type { Endpoint } from '@coinslot/shared/http/machines.ts';

/** The line to paste into a terminal. */
export function sshCommand({ host, port, username }: Pick<Endpoint, 'host' | 'port' | 'username'>): string {
  return port === 22 ? `ssh ${username}@${host}` : `ssh -p ${port} ${username}@${host}`;
}

/** A Host block for ~/.ssh/config, named like the machine. */
export function sshConfig(
  { host, port, username }: Pick<Endpoint, 'host' | 'port' | 'username'>,
  name: string,
): string {
  return [`Host ${name}`, `  HostName ${host}`, `  Port ${port}`, `  User ${username}`].join('\n');
}
