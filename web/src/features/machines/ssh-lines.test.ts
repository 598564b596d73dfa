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
