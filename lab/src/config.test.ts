import { expect, test } from 'vitest';
import { readLabConfig, sshHostOf } from './config.ts';

test('one error names every bad variable', () => {
  const env = { LAB_PORT: 'http', LAB_SSH_PORT_FIRST: '40000', LAB_OPERATOR_TOKEN: 'short' };
  expect(() => readLabConfig(env)).toThrow(/LAB_PORT.*LAB_SSH_PORT_FIRST.*LAB_OPERATOR_TOKEN/);
});

test('a port range that ends before it begins is refused', () => {
  expect(() => readLabConfig({ LAB_SSH_PORT_FIRST: '23000', LAB_SSH_PORT_LAST: '22000' })).toThrow(
    /LAB_SSH_PORT_LAST/,
  );
});

test('nothing set gives a lab on loopback without switches', () => {
  expect(readLabConfig({})).toMatchObject({
    host: 'lab.localhost',
    listen: '127.0.0.1',
    port: 8090,
    operatorToken: null,
  });
});

test('a machine’s page names the host that was set for SSH, else where the ports listen', () => {
  const hostOf = (env: NodeJS.ProcessEnv) => sshHostOf(readLabConfig(env));
  expect(hostOf({})).toBe('127.0.0.1');
  expect(hostOf({ LAB_SSH_LISTEN: '0.0.0.0' })).toBe('lab.localhost');
  expect(hostOf({ LAB_SSH_LISTEN: '0.0.0.0', LAB_SSH_HOST: 'attic.example' })).toBe('attic.example');
  expect(() => hostOf({ LAB_SSH_HOST: '-oProxyCommand=x' })).toThrow(/LAB_SSH_HOST/);
});
