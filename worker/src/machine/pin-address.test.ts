import { expect, test } from 'vitest';
import { pinAddress } from './pin-address.ts';

const away = { labUrl: 'https://192.0.2.10/', networks: null };
const { signal } = new AbortController();

function pin(host: string, where: Parameters<typeof pinAddress>[1] = away): Promise<unknown> {
  return pinAddress({ host, port: 22 }, where, signal).then(
    (pinned) => pinned.host,
    (error: unknown) => error,
  );
}
const refused = expect.objectContaining({ failure: 'verify_failed' });

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '::1',
  'localhost',
  'lab.localhost',
  '::ffff:127.0.0.1',
  '0',
  '0.0.0.0',
  '::',
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  'fe80::1',
  '224.0.0.1',
  '255.255.255.255',
  'ff02::1',
  'no-such-name.invalid',
])('%s is no machine of a lab elsewhere', async (host) => {
  expect(await pin(host)).toEqual(refused);
});

test('a lab on this host has its machines here, and still none at the cloud of the host', async () => {
  for (const labUrl of ['http://127.0.0.1:8090/', 'http://lab.localhost:8090/', 'http://[::1]:8090/']) {
    expect(await pin('127.0.0.1', { labUrl, networks: null })).toBe('127.0.0.1');
    expect(await pin('localhost', { labUrl, networks: null })).toBe('127.0.0.1');
    expect(await pin('169.254.169.254', { labUrl, networks: null })).toEqual(refused);
  }
});

test('named networks are the only ones, beside this host', async () => {
  const networks = ['10.20.0.0/16', '2001:db8::/32'];
  expect(await pin('10.20.3.4', { ...away, networks })).toBe('10.20.3.4');
  expect(await pin('2001:db8::7', { ...away, networks })).toBe('2001:db8::7');
  expect(await pin('10.21.3.4', { ...away, networks })).toEqual(refused);
  expect(await pin('127.0.0.1', { ...away, networks: ['0.0.0.0/0'] })).toEqual(refused);
  expect(await pin('127.0.0.1', { labUrl: 'http://127.0.0.1/', networks })).toBe('127.0.0.1');
});
