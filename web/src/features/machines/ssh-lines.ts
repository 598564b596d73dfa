import type { Endpoint } from '@coinslot/shared/http/machines.ts';

type Address = Pick<Endpoint, 'host' | 'port' | 'username'>;

/**
 * The line to paste into a terminal. The alias keeps this machine's host key apart from the one that had the same host and port
 * before: without it ssh refuses every second machine as a man in the middle.
 */
export function sshCommand({ host, port, username }: Address, name: string): string {
  const portOption = port === 22 ? '' : `-p ${port} `;
  return `ssh ${portOption}-o HostKeyAlias=${name} ${shellWord(`${username}@${host}`)}`;
}

/** A Host block for ~/.ssh/config, named like the machine. */
export function sshConfig({ host, port, username }: Address, name: string): string {
  return [
    `Host ${name}`,
    `  HostName ${configWord(host)}`,
    `  Port ${port}`,
    `  User ${configWord(username)}`,
    `  HostKeyAlias ${name}`,
  ].join('\n');
}

/** The machine's line for ~/.ssh/known_hosts, under its alias. */
export function knownHostsLine(line: string, name: string): string {
  return oneLine(line).replace(/^\S+/, name);
}

// The broker lets only plain names through. If one ever is not, it must still be one word here, and no option.
const plain = /^[\w][\w.:@-]*$/;

function shellWord(word: string): string {
  return plain.test(word) ? word : `-- '${oneLine(word).replaceAll("'", String.raw`'\''`)}'`;
}

function configWord(word: string): string {
  return plain.test(word) ? word : `"${oneLine(word).replaceAll(/["\\]/g, '')}"`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '');
}
