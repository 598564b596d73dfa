import { expect, test } from 'vitest';
import { Connection } from '../labs/bundled/schema.ts';
import { endpointOf } from './read-way-in.ts';

const honest = {
  host: 'lab.localhost',
  port: 2201,
  username: 'coinslot',
  password: 'pass;word -o',
  privateKey: null,
  hostKeyFingerprint: `SHA256:${'a'.repeat(43)}`,
};
const direct = { tunnel: 'direct', reach: 'anywhere' } as const;
const line = '[lab.localhost]:2201 ssh-ed25519 AAAA+/==';

const lies = [
  { host: '-oProxyCommand=touch /tmp/x' },
  { host: 'lab.localhost\n  ProxyCommand reboot' },
  { host: '' },
  { username: 'x;reboot' },
  { username: '-lroot' },
  { username: 'x\n' },
];

test('a lab page is believed when it names an address and a user, in whatever usual form', () => {
  for (const host of ['lab.localhost', '10.0.0.7', '2001:db8::7', '::1'])
    expect(Connection.parse({ ...honest, host, port: '2201' })).toEqual({ ...honest, host });
  expect(endpointOf(honest, { ...direct, named: honest }, line)).toMatchObject({
    ...honest,
    knownHostsLine: line,
  });
});

test.each(lies)('%j gets no further than the page of the lab', (lie) => {
  expect(Connection.safeParse({ ...honest, ...lie }).success).toBe(false);
});

test.each([...lies, { hostKeyFingerprint: 'SHA256:a b' }])(
  '%j is no way in, whichever recipe read it',
  (lie) => {
    const told = { ...honest, ...lie };
    expect(() => endpointOf(told, { ...direct, named: told }, line)).toThrow(
      expect.objectContaining({
        failure: 'verify_failed',
        message: expect.stringContaining(Object.keys(lie)[0]!),
      }),
    );
  },
);

test('a host key line is one line', () => {
  expect(() => endpointOf(honest, { ...direct, named: honest }, `${line}\nevil ssh-ed25519 AAAA`)).toThrow(
    'knownHostsLine',
  );
});
