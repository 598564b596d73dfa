import { expect, test } from 'vitest';
import { Connection } from './schema.ts';

const honest = {
  host: '10.20.3.4',
  port: 20_022,
  username: 'jovyan',
  privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nx',
  hostKeyFingerprint: `SHA256:${'a'.repeat(43)}`,
};

test('a machine says where it is by an address, never by a name that could lead elsewhere later', () => {
  expect(Connection.parse(honest)).toEqual(honest);
  for (const host of ['localhost', 'rebind.example.org', '0', '::1', '::ffff:127.0.0.1', '10.20.3.4.', ''])
    expect(Connection.safeParse({ ...honest, host }).success, host).toBe(false);
});
