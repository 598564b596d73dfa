import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprintOf } from './host-key.ts';
import { probeSsh } from './probe-ssh.ts';
import { verifySsh } from './verify-ssh.ts';

const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
const memberKey = ssh2.utils.generateKeyPairSync('ed25519');
const password = 'a-machines-own-password';
const server = new ssh2.Server({ hostKeys: [hostKey.private] }, answer);
let dial = { host: '127.0.0.1', port: 0 };

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  dial = { ...dial, port: (server.address() as AddressInfo).port };
});
afterAll(() => void server.close());

test.each([
  { title: 'a password', password, privateKey: null },
  { title: 'a key', password: null, privateKey: memberKey.private },
])(
  'a machine that takes $title is logged in to through what carries the member, and known by the name that the member uses',
  async (login) => {
    const line = await verify(login);
    expect(line).toBe(`m-1.example.org ${hostKey.public.trim()}`);
  },
);

test.each([
  { title: 'another key', password: null, privateKey: ssh2.utils.generateKeyPairSync('ed25519').private },
  { title: 'another password', password: 'not-this-one', privateKey: null },
  { title: 'nothing', password: null, privateKey: null },
])('a machine that refuses $title is not verified', async (login) => {
  await expect(verify(login)).rejects.toMatchObject({ failure: 'verify_failed' });
});

test('another machine behind the same address is neither logged in to nor taken for this one', async () => {
  const login = { password: null, privateKey: memberKey.private };
  const other = `SHA256:${'a'.repeat(43)}`;
  await expect(verify(login, other)).rejects.toMatchObject({ failure: 'verify_failed' });
  expect(await probeSsh(dial, other, 5000)).toMatchObject({ ok: false, fault: 'other_host_key' });
  expect(await probeSsh(dial, fingerprint(), 5000)).toMatchObject({ ok: true });
});

function verify(
  login: { password: string | null; privateKey: string | null },
  hostKeyFingerprint = fingerprint(),
): Promise<string> {
  // Where the lab says that it is: nobody may go there, for the member cannot.
  const connection = { host: '192.0.2.1', port: 22, username: 'member', hostKeyFingerprint, ...login };
  const carrier = { dial, named: { host: 'm-1.example.org', port: 22 } };
  return verifySsh(connection, carrier, AbortSignal.timeout(5000));
}

function fingerprint(): string {
  return fingerprintOf(Buffer.from(hostKey.public.split(' ')[1] ?? '', 'base64'));
}

function answer(client: ssh2.Connection): void {
  const known = ssh2.utils.parseKey(memberKey.public);
  if (known instanceof Error) throw known;
  client.on('error', () => undefined);
  client.on('authentication', (asked) => {
    const isKnownKey =
      asked.method === 'publickey' &&
      asked.key.data.equals(known.getPublicSSH()) &&
      (asked.signature === undefined || known.verify(asked.blob ?? Buffer.alloc(0), asked.signature));
    if (isKnownKey || (asked.method === 'password' && asked.password === password)) asked.accept();
    else asked.reject(['publickey', 'password']);
  });
  client.on('session', (accept) =>
    accept().on('exec', (acceptExec) => {
      const channel = acceptExec();
      channel.exit(0);
      channel.end();
    }),
  );
}
