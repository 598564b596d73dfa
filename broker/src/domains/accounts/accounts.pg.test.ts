import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { realCost } from '../../testing/cheap-hashes.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import { createSetupCode } from './setup-code.ts';

let broker: TestBroker;
beforeEach(async () => {
  broker = await startTestBroker({ BROKER_SIGN_IN_TRIES_PER_5_MINUTES: '3' });
});
afterEach(() => broker.close());

const newCode = (ttlMs = 60_000) => inTransaction(broker.ctx.db, (tx) => createSetupCode(tx, ttlMs));
const query = (text: string, values: unknown[] = []) => broker.database.db.$client.query(text, values);

test('who came before the terms were changed is asked to accept them, once for each revision', async () => {
  const admin = await broker.registerAdmin('Terms Writer');
  const member = await broker.register();
  const write = async (revision: number) =>
    (await admin.put('/api/v1/admin/settings/terms', { values: { markdown: `# ${revision}` }, revision }))
      .status;
  const accept = (revision: number) => member.post('/api/v1/account/terms/accept', { revision });
  expect((await member.me()).termsChanged).toBeNull();
  expect(await write(0)).toBe(200);
  expect((await member.me()).termsChanged).toEqual({ revision: 1 });
  expect((await accept(1)).status).toBe(204);
  expect((await member.me()).termsChanged).toBeNull();
  expect(await write(1)).toBe(200);
  expect((await accept(1)).body).toMatchObject({ code: 'edited_meanwhile' });
  expect((await member.me()).termsChanged).toEqual({ revision: 2 });
  await broker.ctx.db.execute(sql`delete from settings where name = 'terms'`);
});

test('a new member has a wallet with the welcome coins, and sees the campaign among the transfers', async () => {
  const member = await broker.register('Ada');
  const me = await member.me();
  expect(me).toMatchObject({
    name: 'Ada',
    permissions: [],
    wallet: { availableEarned: 50, availableBought: 0 },
  });
  expect(member.cookie()).toMatch(/^__Host-coinslot\.session_token=/);
  const { body } = await member.get('/api/v1/wallet/transfers');
  expect(body).toMatchObject({
    items: [{ kind: 'campaign_grant', amount: 50, class: 'earned', campaignName: 'Welcome coins' }],
    nextCursor: null,
  });
});

test('the last welcome grant is given once, however many register at once', async () => {
  await query(`update campaigns set max_grants = 3`);
  const members = await Promise.all(Array.from({ length: 8 }, () => broker.register()));
  const wallets = await Promise.all(members.map((member) => member.me()));
  const coins = wallets.map(({ wallet }) => wallet.availableEarned);
  expect(coins.filter((one) => one === 50)).toHaveLength(3);
  expect(coins.filter((one) => one === 0)).toHaveLength(5);
});

test('a sign-up that cannot be finished leaves no member behind', async () => {
  await query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
  );
  await query(`create trigger refuse before insert on wallets for each row execute function refuse()`);
  await expect(broker.register()).rejects.toThrow(/sign-up was refused/);
  const { rows } = await query('select id from users');
  expect(rows).toEqual([]);
});

test('signing out ends the session, and says so to whoever listens', async () => {
  const member = await broker.register();
  const { id } = await member.me();
  const cookie = member.cookie();
  const ended: string[] = [];
  broker.ctx.bus.on('session_ended', ({ userId }) => ended.push(userId));
  expect((await member.post('/api/auth/sign-out', {})).status).toBe(204);
  expect(ended).toEqual([id]);
  expect((await member.get('/api/v1/me', { headers: { cookie } })).status).toBe(401);
});

test('a session that could not be ended is not called ended', async () => {
  const member = await broker.register();
  const cookie = member.cookie();
  await query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`,
  );
  await query(`create trigger refuse before delete on sessions for each row execute function refuse()`);
  expect(await member.post('/api/auth/sign-out', {})).toMatchObject({
    status: 503,
    body: { code: 'unavailable' },
  });
  await query('drop trigger refuse on sessions');
  expect(member.cookie()).toBe(cookie);
  expect((await member.get('/api/v1/me')).status).toBe(200);
  expect((await member.post('/api/auth/sign-out', {})).status).toBe(204);
});

test('neither an answer nor the database holds the session’s token', async () => {
  const member = await broker.register();
  const { email, password } = member;
  const signIn = await member.post('/api/auth/sign-in/email', { email, password });
  expect(signIn).toMatchObject({ status: 200, body: { next: 'done' } });
  const [, value = ''] = member.cookie().split('=');
  const token = decodeURIComponent(value).split('.')[0] ?? '';
  expect(token.length).toBeGreaterThan(20);
  expect(JSON.stringify(signIn.body)).not.toContain(token);
  const { rows } = await query('select * from sessions');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('a disabled account cannot sign in, and its open sessions end', async () => {
  const member = await broker.register();
  await query('update users set disabled_at = now()');
  expect((await member.get('/api/v1/me')).status).toBe(401);
  const again = await broker
    .visitor()
    .post('/api/auth/sign-in/email', { email: member.email, password: member.password });
  expect(again).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
});

test('a session that is used is prolonged, at most twenty times in its idle time, and its cookie with it', async () => {
  const member = await broker.register();
  const leftDays = async () => {
    const { rows } = await broker.database.db.execute<{ days: number }>(
      sql`select (extract(epoch from expires_at - now()) / 86400)::float8 as days from sessions`,
    );
    return rows[0]?.days ?? 0;
  };
  expect((await member.get('/api/v1/me')).headers.getSetCookie()).toEqual([]);
  await broker.database.db.execute(sql`update sessions set expires_at = now() + interval '6 days'`);
  const answer = await member.get('/api/v1/me');
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie().join()).toContain('session_token');
  expect(await leftDays()).toBeGreaterThan(6.9);
});

test('a session ends when it is idle too long or has lived too long', async () => {
  const member = await broker.register();
  await query(`update sessions set created_at = now() - interval '31 days'`);
  expect((await member.get('/api/v1/me')).status).toBe(401);
  await query(`update sessions set created_at = now()`);
  expect((await member.get('/api/v1/me')).status).toBe(200);
  await query(`update sessions set expires_at = now() - interval '1 second'`);
  expect((await member.get('/api/v1/me')).status).toBe(401);
});

test('a session that has lived too long is shown and counted nowhere, though it is not purged yet', async () => {
  const [admin, member] = [await broker.registerAdmin(), await broker.register()];
  const { id } = await member.me();
  const { rowCount } = await query(
    `update sessions set created_at = now() - interval '31 days' where user_id = $1`,
    [id],
  );
  expect(rowCount).toBe(1);
  const { email, password } = member;
  const later = broker.visitor();
  expect((await later.post('/api/auth/sign-in/email', { email, password })).status).toBe(200);
  const user = `/api/v1/admin/users/${id}`;
  expect((await later.get('/api/v1/account/sessions')).body).toEqual({ items: [expect.anything()] });
  expect((await later.get('/api/v1/account/deletion')).body).toMatchObject({ sessionsEnded: 1 });
  expect((await admin.get(`${user}/sessions`)).body).toEqual({ items: [expect.anything()] });
  expect((await admin.get(user)).body).toMatchObject({ sessions: 1 });
  expect((await query('select from sessions where user_id = $1', [id])).rowCount).toBe(2);
});

test('wrong passwords are counted by account and address; another account still signs in', async () => {
  const member = await broker.register();
  const other = await broker.register();
  const wrong = { email: member.email, password: 'not the password' };
  for (let tries = 0; tries < 3; tries += 1) {
    expect((await broker.visitor().post('/api/auth/sign-in/email', wrong)).status).toBe(401);
  }
  const limited = await broker
    .visitor()
    .post('/api/auth/sign-in/email', { ...wrong, email: member.email.toUpperCase() });
  expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
  const { email, password } = other;
  expect((await broker.visitor().post('/api/auth/sign-in/email', { email, password })).status).toBe(200);
});

test('one address that tries many accounts is stopped, and most of its tries cost no hash', async () => {
  await broker.close();
  broker = await startTestBroker({ BROKER_SIGN_INS_PER_MINUTE: '5' });
  const tries = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      broker
        .visitor()
        .post('/api/auth/sign-in/email', { email: `n${n}@example.org`, password: 'guessed it' }),
    ),
  );
  const statuses = tries.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  const stopped = tries.filter(({ status }) => status === 429);
  expect(stopped).toHaveLength(25);
  expect(Number(stopped[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('more sign-ins at once than can wait are told to come later; the rest are answered', async () => {
  const tries = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      broker
        .visitor()
        .post('/api/auth/sign-in/email', { email: `n${n}@example.org`, password: `${realCost}guessed it` }),
    ),
  );
  expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([401, 503]));
  const refused = tries.find(({ status }) => status === 503);
  expect(refused).toMatchObject({ body: { code: 'unavailable' } });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
}, 90_000);

test('a password of nine characters, or a body that is none, is refused', async () => {
  const visitor = broker.visitor();
  const short = await visitor.post('/api/auth/sign-up/email', {
    name: 'A',
    email: 'a@example.org',
    password: '123456789',
  });
  expect(short).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', fields: { '/password': expect.any(String) } },
  });
  const empty = await visitor.post('/api/auth/sign-up/email', {});
  expect(empty).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', fields: { '/email': expect.any(String) } },
  });
});

test('the newest setup code makes one admin, once, and only for who is signed in', async () => {
  expect((await broker.visitor().get('/api/v1/setup')).body).toEqual({ needed: true });
  const old = await newCode();
  const code = await newCode();
  const [ada, bob] = [await broker.register('Ada'), await broker.register('Bob')];
  expect((await broker.visitor().post('/api/v1/setup', { code })).status).toBe(401);
  expect(await ada.post('/api/v1/setup', { code: old })).toMatchObject({
    status: 403,
    body: { code: 'setup_code_invalid' },
  });
  const race = await Promise.all([ada.post('/api/v1/setup', { code }), bob.post('/api/v1/setup', { code })]);
  expect(race.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
  const permissions = [(await ada.me()).permissions.length, (await bob.me()).permissions.length];
  expect(permissions.filter((count) => count > 0)).toHaveLength(1);
  expect((await broker.visitor().get('/api/v1/setup')).body).toEqual({ needed: false });
  expect(await newCode()).toBeNull();
  const { rows } = await broker.database.db.execute(sql`select code_hash from setup_codes`);
  expect(JSON.stringify(rows)).not.toContain(code ?? '');
});

test('an old setup code is void', async () => {
  const code = await newCode();
  await query(`update setup_codes set expires_at = now() - interval '1 second'`);
  const ada = await broker.register();
  expect((await ada.post('/api/v1/setup', { code })).status).toBe(403);
});

test('an admin finds members by a part of their name, page by page, newest first', async () => {
  const admin = await broker.registerAdmin('Root');
  for (const name of ['Ann_a', 'Anna', 'Annabel', 'Bert']) await broker.register(name);
  const first = await admin.get('/api/v1/admin/users?search=ann&limit=2');
  expect(first.body).toMatchObject({
    items: [{ name: 'Annabel' }, { name: 'Anna' }],
    nextCursor: expect.any(String),
  });
  const { nextCursor } = first.body as { nextCursor: string };
  const second = await admin.get(`/api/v1/admin/users?search=ann&limit=2&cursor=${nextCursor}`);
  expect(second.body).toMatchObject({ items: [{ name: 'Ann_a' }], nextCursor: null });
  expect((await admin.get('/api/v1/admin/users?search=n_')).body).toMatchObject({
    items: [{ name: 'Ann_a' }],
  });
  expect((await admin.get('/api/v1/admin/users?cursor=nonsense')).status).toBe(400);
});

test('an adjustment is audited with who, why, before and after', async () => {
  const admin = await broker.registerAdmin('Root');
  const member = await broker.register();
  const { id } = await member.me();
  const answer = await admin.post(`/api/v1/admin/wallets/${id}/adjustments`, {
    coins: 5,
    class: 'bought',
    reason: 'lost coins',
  });
  expect(answer.body).toMatchObject({ wallet: { availableBought: 5 } });
  const { body } = await admin.get('/api/v1/admin/audit?limit=1');
  expect(body).toMatchObject({
    items: [
      {
        actorName: 'Root',
        action: 'wallet.adjust',
        targetId: id,
        reason: 'lost coins',
        before: { availableBought: 0 },
        after: { availableBought: 5 },
      },
    ],
  });
});
