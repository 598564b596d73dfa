import { expect, test } from 'vitest';
import { readLabConfig } from './config.ts';

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
