import { expect, test } from 'vitest';
import { keepKeyCommand, knownHostsLine, sshCommand, sshConfig } from './ssh-lines.ts';

const endpoint = {
  tunnel: 'direct',
  host: '127.0.0.1',
  port: 22000,
  username: 'coinslot',
  privateKey: null,
} as const;

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
    ...endpoint,
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

test('a key stands in a file of its own, and only that one is offered', () => {
  const byKey = { ...endpoint, privateKey: 'a key' };
  expect(sshCommand(byKey, 'otter')).toBe(
    'ssh -p 22000 -i ~/.ssh/otter.key -o IdentitiesOnly=yes -o HostKeyAlias=otter coinslot@127.0.0.1',
  );
  expect(sshConfig(byKey, 'otter').split('\n').slice(-2)).toEqual([
    '  IdentityFile ~/.ssh/otter.key',
    '  IdentitiesOnly yes',
  ]);
  expect(keepKeyCommand('otter')).toBe(
    'mv ~/Downloads/otter.key ~/.ssh/otter.key && chmod 600 ~/.ssh/otter.key',
  );
});

test('through a tunnel cloudflared carries the line, to the host name that ssh was given', () => {
  const tunnelled = { ...endpoint, tunnel: 'cloudflared', host: 'm-1.lab.example.org', port: 22 } as const;
  expect(sshCommand(tunnelled, 'otter')).toBe(
    'ssh -o ProxyCommand="cloudflared access ssh --hostname %h" -o HostKeyAlias=otter coinslot@m-1.lab.example.org',
  );
  expect(sshConfig({ ...tunnelled, tunnel: 'quick' }, 'otter')).toContain(
    '  ProxyCommand cloudflared access ssh --hostname %h',
  );
});

test('through the gateway nobody is told the address that only the worker reaches', () => {
  const inside = { ...endpoint, tunnel: 'gateway', privateKey: 'a key' } as const;
  expect(sshCommand(inside, 'otter')).toBe('coinslot ssh otter');
  expect(sshConfig(inside, 'otter')).toContain('  ProxyCommand coinslot proxy otter');
  expect(sshConfig(inside, 'otter')).not.toContain('127.0.0.1');
});
