import { expect, test } from 'vitest';
import { knownHostsLine, sshCommand, sshConfig } from './ssh-lines.ts';

const endpoint = { host: '127.0.0.1', port: 22000, username: 'coinslot' };

test('each machine has a host key alias of its own, so that a reused port is not taken for an attack', () => {
  expect(sshCommand(endpoint, 'quiet-otter-12')).toBe(
    'ssh -p 22000 -o HostKeyAlias=quiet-otter-12 coinslot@127.0.0.1',
  );
  expect(sshConfig(endpoint, 'quiet-otter-12')).toContain('HostKeyAlias quiet-otter-12');
  expect(knownHostsLine('[127.0.0.1]:22000 ssh-ed25519 AAAA', 'quiet-otter-12')).toBe(
    'quiet-otter-12 ssh-ed25519 AAAA',
  );
});

test('the usual port is not written out', () => {
  expect(sshCommand({ ...endpoint, port: 22 }, 'quiet-otter-12')).toBe(
    'ssh -o HostKeyAlias=quiet-otter-12 coinslot@127.0.0.1',
  );
});

test('a host or user name that is none is neither an option nor a command nor a second line', () => {
  const lie = {
    host: "h'$(reboot)",
    port: 22,
    username: '-oProxyCommand=x\n  ProxyCommand reboot\u001b[31m"',
  };
  const target = String.raw`-- '-oProxyCommand=x  ProxyCommand reboot[31m"@h'\''$(reboot)'`;
  expect(sshCommand(lie, 'otter')).toBe(`ssh -o HostKeyAlias=otter ${target}`);
  expect(sshConfig(lie, 'otter').split('\n')).toEqual([
    'Host otter',
    `  HostName "h'$(reboot)"`,
    '  Port 22',
    '  User "-oProxyCommand=x  ProxyCommand reboot[31m"',
    '  HostKeyAlias otter',
  ]);
  expect(knownHostsLine('a ssh-ed25519 AAAA\nb evil', 'otter')).toBe('otter ssh-ed25519 AAAAb evil');
});
