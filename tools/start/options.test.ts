import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('has defaults for everything', () => {
  expect(readOptions('/repo', [], {})).toEqual({
    dataDir: '/repo/.coinslot',
    port: 8080,
    labPort: 8090,
    withLab: true,
    sshHost: null,
    workers: 1,
    help: false,
  });
});

it('can be asked for its options', () => {
  expect(readOptions('/repo', ['--help'], {}).help).toBe(true);
  expect(readOptions('/repo', ['-h'], {}).help).toBe(true);
});

it('takes the environment, and an argument over it', () => {
  const env = { BROKER_PORT: '9000', COINSLOT_DATA_DIR: '/data', COINSLOT_EMBEDDED_LAB: '0' };
  expect(readOptions('/repo', ['--port', '9001', '--workers', '0'], env)).toMatchObject({
    dataDir: '/data',
    port: 9001,
    withLab: false,
    workers: 0,
  });
});

it('takes the host at which others reach the machines, and no option of ssh in its place', () => {
  const env = { LAB_SSH_HOST: 'lab.example.org' };
  expect(readOptions('/repo', [], env).sshHost).toBe('lab.example.org');
  expect(readOptions('/repo', ['--ssh-host', '192.0.2.7'], env).sshHost).toBe('192.0.2.7');
  expect(() => readOptions('/repo', ['--ssh-host=-oProxyCommand'], {})).toThrow(/sshHost: .*host name/);
});

it('names every wrong value at once', () => {
  expect(() => readOptions('/repo', ['--port', 'x', '--workers', '-1'], {})).toThrow();
  expect(() => readOptions('/repo', ['--port', 'x', '--workers=-1'], {})).toThrow(/port: .*; workers: /);
});

it('refuses an argument it does not know', () => {
  expect(() => readOptions('/repo', ['--prot', '1'], {})).toThrow(TypeError);
});
