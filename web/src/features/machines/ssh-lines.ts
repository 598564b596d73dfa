import type { Endpoint } from '@coinslot/shared/http/machines.ts';

type WayIn = Pick<Endpoint, 'tunnel' | 'host' | 'port' | 'username' | 'privateKey'>;

/**
 * The line to paste into a terminal. The alias keeps this machine's host key apart from the one that had the same host and port
 * before: without it ssh refuses every second machine as a man in the middle.
 */
export function sshCommand(wayIn: WayIn, name: string): string {
  if (wayIn.tunnel === 'gateway') return `coinslot ssh ${name}`;
  const { host, port, username, privateKey } = wayIn;
  const words = [
    'ssh',
    ...(port === 22 || isTunnelled(wayIn) ? [] : [`-p ${port}`]),
    ...(privateKey === null ? [] : [`-i ${keyPath(name)} -o IdentitiesOnly=yes`]),
    ...(isTunnelled(wayIn) ? [`-o ProxyCommand="${cloudflaredCommand}"`] : []),
    `-o HostKeyAlias=${name}`,
    shellWord(`${username}@${host}`),
  ];
  return words.join(' ');
}

/** A Host block for ~/.ssh/config, named like the machine. */
export function sshConfig(wayIn: WayIn, name: string): string {
  const { tunnel, host, port, username, privateKey } = wayIn;
  // Through the gateway nobody connects to an address: the name says which machine.
  const isGateway = tunnel === 'gateway';
  return [
    `Host ${name}`,
    `  HostName ${isGateway ? name : configWord(host)}`,
    ...(isGateway || isTunnelled(wayIn) ? [] : [`  Port ${port}`]),
    `  User ${configWord(username)}`,
    `  HostKeyAlias ${name}`,
    ...(privateKey === null ? [] : [`  IdentityFile ${keyPath(name)}`, '  IdentitiesOnly yes']),
    ...(isGateway ? [`  ProxyCommand coinslot proxy ${name}`] : []),
    ...(isTunnelled(wayIn) ? [`  ProxyCommand ${cloudflaredCommand}`] : []),
  ].join('\n');
}

/** Where the lines above look for the key, which only its owner may read: ssh refuses any other. */
function keyPath(name: string): string {
  return `~/.ssh/${name}.key`;
}

/** Puts the downloaded key where the lines above look for it. */
export function keepKeyCommand(name: string): string {
  return `mv ~/Downloads/${name}.key ${keyPath(name)} && chmod 600 ${keyPath(name)}`;
}

/** Looks for the reason when a member cannot log in. */
export function doctorCommand(name: string): string {
  return `coinslot doctor ${name}`;
}

/** ssh puts the host name in the place of %h. */
const cloudflaredCommand = 'cloudflared access ssh --hostname %h';

function isTunnelled({ tunnel }: Pick<WayIn, 'tunnel'>): boolean {
  return tunnel === 'cloudflared' || tunnel === 'quick';
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
