import { randomUUID } from 'node:crypto';
import { type ApiKey, ApiKeyList, type ApiKeyScope, CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEventStream } from '../../live/testing/event-reader.ts';
import { createPurgeExpired } from '../../loops/purge-expired.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { type KeySession, makeKey, withKey } from './testing/key-session.ts';

let world: MachineWorld;
let member: TestSession;
let other: TestSession;
let admin: TestSession;
beforeAll(async () => {
  world = await openMachineWorld();
  [member, other, admin] = [
    await world.broker.register(),
    await world.broker.register(),
    await world.broker.registerAdmin(),
  ];
});
afterAll(() => world.close());

const everyScope = [
  'account.read',
  'products.read',
  'machines.read',
  'machines.write',
  'wallet.read',
  'vouchers.redeem',
  'notifications.read',
  'admin',
] as const satisfies readonly ApiKeyScope[];

function program(secret: string): KeySession {
  return withKey(world.broker.visitor(), secret);
}

async function list(of: TestSession): Promise<ApiKey[]> {
  return ApiKeyList.parse((await of.get('/api/v1/api-keys')).body).items;
}

const refused = { status: 401, body: { code: 'unauthenticated' } };

test('the secret is shown once; a repeat, the list and the database have nothing of it but its start', async () => {
  const asked = { name: 'backup', scopes: ['wallet.read', 'wallet.read'], expiresInDays: 7 };
  const options = { idempotencyKey: randomUUID() };
  const first = await member.post('/api/v1/api-keys', asked, options);
  const repeat = await member.post('/api/v1/api-keys', asked, options);
  const { secret, ...key } = CreatedApiKey.parse(first.body);
  expect(first.status).toBe(201);
  expect(secret).toMatch(/^cs_[\w-]{43}$/);
  expect(key).toMatchObject({ name: 'backup', scopes: ['wallet.read'], secretAlreadyShown: false });
  expect(repeat).toMatchObject({
    status: 201,
    body: { id: key.id, secret: null, secretAlreadyShown: true },
  });
  expect(Date.parse(key.expiresAt) - Date.parse(key.createdAt)).toBe(7 * 86_400_000);

  const listed = (await list(member)).filter(({ id }) => id === key.id);
  expect(listed).toMatchObject([{ prefix: secret?.slice(0, 11), lastUsedAt: null }]);
  const kept = JSON.stringify([
    listed,
    await world.rows(sql`select to_jsonb(k) as row from api_keys k`),
    await world.rows(sql`select to_jsonb(a) as row from audit_log a`),
    await world.rows(sql`select to_jsonb(i) as row from idempotency_keys i`),
  ]);
  expect(kept).toContain(secret?.slice(0, 11));
  expect(kept).not.toContain(secret?.slice(0, 16));
});

test('a key reads and buys without a cookie and an Origin, as its member and nobody else', async () => {
  const key = program((await makeKey(member, ['machines.read', 'machines.write', 'wallet.read'])).secret);
  const productId = await world.makeProduct(2);
  const options = { idempotencyKey: randomUUID() };
  const bought = await key.post('/api/v1/machines', { productId }, options);
  expect(bought).toMatchObject({ status: 202, body: { state: 'queued' } });
  const again = await key.post('/api/v1/machines', { productId }, options);
  expect(again).toMatchObject({ status: 202, body: bought.body });
  expect((await member.me()).wallet.heldEarned).toBe(2);
  const othersKey = program((await makeKey(other, ['machines.read', 'machines.write'])).secret);
  const { id } = bought.body as { id: string };
  expect(await othersKey.get(`/api/v1/machines/${id}`)).toMatchObject({ status: 404 });
  expect(await othersKey.post(`/api/v1/machines/${id}/cancel`, {})).toMatchObject({ status: 404 });
  expect(await key.post(`/api/v1/machines/${id}/cancel`, {})).toMatchObject({ status: 200 });
  // A key has the same Idempotency-Key rules as a page.
  const bare = await key.post(
    '/api/v1/machines',
    { productId },
    { headers: { 'idempotency-key': undefined } },
  );
  expect(bare).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
});

test('a key does what its scopes say and nothing else; looking does not show a machine’s password', async () => {
  const key = program((await makeKey(member, ['machines.read'])).secret);
  const { id } = await world.buy(member, await world.makeProduct(1));
  expect(await key.get(`/api/v1/machines/${id}`)).toMatchObject({ status: 200 });
  for (const [path, scope] of [
    [`/api/v1/machines/${id}/endpoints`, 'machines.connect'],
    ['/api/v1/wallet', 'wallet.read'],
    ['/api/v1/products', 'products.read'],
    ['/api/v1/me', 'account.read'],
    ['/api/v1/admin/workers', 'admin'],
  ]) {
    expect(await key.get(path ?? '')).toMatchObject({
      status: 403,
      body: { code: 'scope_missing', params: { scope } },
    });
  }
  const buying = await key.post('/api/v1/machines', { productId: await world.makeProduct(1) });
  expect(buying).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  await member.post(`/api/v1/machines/${id}/cancel`, {});
});

test('the scope admin is what the roles allow at that moment; without it roles give a key nothing', async () => {
  const [wide, narrow, members] = [
    program((await makeKey(admin, ['admin'])).secret),
    program((await makeKey(admin, ['account.read'])).secret),
    program((await makeKey(member, ['admin'])).secret),
  ];
  expect(await wide.get('/api/v1/admin/workers')).toMatchObject({ status: 200 });
  expect(await narrow.get('/api/v1/me')).toMatchObject({ status: 200, body: { permissions: [] } });
  expect(await members.get('/api/v1/admin/workers')).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
  const { id } = await admin.me();
  await world.rows(sql`delete from user_roles where user_id = ${id}`);
  expect(await wide.get('/api/v1/admin/workers')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  await world.rows(sql`insert into user_roles (user_id, role_name) values (${id}, 'admin')`);
});

test('with every scope a key still makes no key, approves no program and signs nobody out', async () => {
  const key = program((await makeKey(admin, everyScope)).secret);
  const { id } = await makeKey(admin, ['machines.read']);
  const notAllowed = { status: 403, body: { code: 'key_not_allowed' } };
  const wanted = { name: 'more', scopes: ['machines.read'], expiresInDays: 1 };
  expect(await key.get('/api/v1/api-keys')).toMatchObject(notAllowed);
  expect(await key.post('/api/v1/api-keys', wanted)).toMatchObject(notAllowed);
  expect(await key.delete(`/api/v1/api-keys/${id}`)).toMatchObject(notAllowed);
  const decision = { userCode: 'BCDF-GHJK', scopes: ['machines.read'] };
  expect(await key.get('/api/v1/device/BCDF-GHJK')).toMatchObject(notAllowed);
  expect(await key.post('/api/v1/device/approve', decision)).toMatchObject(notAllowed);
  expect(await key.post('/api/v1/setup', { code: 'x' })).toMatchObject(notAllowed);
});

test('beside a key no cookie counts: a wrong key is refused in a signed-in browser too', async () => {
  const headers = { authorization: 'Bearer cs_wrong' };
  expect(await member.get('/api/v1/wallet', { headers })).toMatchObject(refused);
  expect(await member.post('/api/v1/machines', {}, { headers })).toMatchObject(refused);
  // A password that a proxy in front asks for is no key.
  const proxys = { authorization: 'Basic bTpw' };
  expect(await member.get('/api/v1/wallet', { headers: proxys })).toMatchObject({ status: 200 });
});

test.each([
  ['revoked', (id: string) => other.delete(`/api/v1/api-keys/${id}`)],
  ['expired', (id: string) => world.rows(sql`update api_keys set expires_at = now() where id = ${id}`)],
  [
    'of a disabled account',
    () => world.rows(sql`update users set disabled_at = now() where email = ${other.email}`),
  ],
])('a key that is %s answers 401 at once, buys nothing, and what it watches ends', async (_, end) => {
  await world.rows(sql`update users set disabled_at = null where email = ${other.email}`);
  const { id, secret } = await makeKey(other, ['machines.read', 'machines.write']);
  const machine = await world.buy(other, await world.makeProduct(1));
  const key = program(secret);
  const stream = await readEventStream(`${world.broker.url}/api/v1/machines/${machine.id}/live`, {
    authorization: `Bearer ${secret}`,
  });
  await stream.until('the machine', (frames) => frames.length > 0);
  await end(id);
  expect(await key.get('/api/v1/machines')).toMatchObject(refused);
  expect(await key.post('/api/v1/machines', { productId: randomUUID() })).toMatchObject(refused);
  await stream.ended();
  await world.rows(sql`update users set disabled_at = null where email = ${other.email}`);
  await other.post(`/api/v1/machines/${machine.id}/cancel`, {});
});

test('a key knows itself, and revokes itself', async () => {
  const { id, secret } = await makeKey(member, ['wallet.read']);
  const key = program(secret);
  expect(await key.get('/api/v1/api-key')).toMatchObject({
    status: 200,
    body: { id, scopes: ['wallet.read'] },
  });
  expect(await key.delete('/api/v1/api-key')).toMatchObject({ status: 204 });
  expect(await key.get('/api/v1/api-key')).toMatchObject(refused);
  expect((await list(member)).map((one) => one.id)).not.toContain(id);
});

test('another member’s key does not exist', async () => {
  const { id, secret } = await makeKey(member, ['wallet.read']);
  expect(await other.delete(`/api/v1/api-keys/${id}`)).toMatchObject({ status: 404 });
  expect(await program(secret).get('/api/v1/wallet')).toMatchObject({ status: 200 });
});

test('when and from where a key was used is written once a minute', async () => {
  const { id, secret } = await makeKey(member, ['wallet.read']);
  const use = async () => {
    await program(secret).get('/api/v1/wallet');
    return (await list(member)).find((key) => key.id === id);
  };
  const first = await use();
  expect(first).toMatchObject({ lastUsedAt: expect.any(String), lastUsedAddress: '127.0.0.1' });
  expect((await use())?.lastUsedAt).toBe(first?.lastUsedAt);
  await world.rows(sql`update api_keys set last_used_at = now() - interval '61 seconds' where id = ${id}`);
  const later = Date.parse((await use())?.lastUsedAt ?? '');
  expect(later).toBeGreaterThanOrEqual(Date.parse(first?.lastUsedAt ?? ''));
});

test('twenty keys at most, also when thirty are asked for at once; an expired one takes no place', async () => {
  const crowded = await world.broker.register();
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, at) =>
      crowded.post('/api/v1/api-keys', { name: `key ${at}`, scopes: ['admin'], expiresInDays: 1 }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'api_key_limit' });
  const [first] = await list(crowded);
  await world.rows(sql`update api_keys set expires_at = now() where id = ${first?.id}`);
  await makeKey(crowded, ['admin']);
});

test('keys of more than a year, without a scope or with an unknown one are refused by the field', async () => {
  const good = { name: 'x', scopes: ['wallet.read'], expiresInDays: 365 };
  for (const [change, field] of [
    [{ expiresInDays: 366 }, '/expiresInDays'],
    [{ expiresInDays: 0 }, '/expiresInDays'],
    [{ scopes: [] }, '/scopes'],
    [{ scopes: ['everything'] }, '/scopes/0'],
    [{ name: ' ' }, '/name'],
  ] as const) {
    expect(await member.post('/api/v1/api-keys', { ...good, ...change })).toMatchObject({
      status: 400,
      body: { fields: { [field]: expect.any(String) } },
    });
  }
  expect(await member.post('/api/v1/api-keys', good)).toMatchObject({ status: 201 });
});

test('thirty days after its end a key is forgotten', async () => {
  const { id } = await makeKey(member, ['wallet.read']);
  await world.rows(
    sql`update api_keys set created_at = now() - interval '60 days', expires_at = now() - interval '31 days' where id = ${id}`,
  );
  await createPurgeExpired(world.broker.ctx)();
  expect((await list(member)).map((key) => key.id)).not.toContain(id);
});
