import { DeviceCode } from '@coinslot/shared/http/device-grant.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { makeKey, withKey } from '../api-keys/testing/key-session.ts';
import { makeStale } from './testing/make-stale.ts';
import { readMails, readNewestToken } from './testing/read-links.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker();
});
afterAll(() => broker.close());

const query = (text: string, values: unknown[] = []) => broker.database.db.$client.query(text, values);
const signIn = (email: string, password: string, session = broker.visitor()) =>
  session.post('/api/auth/sign-in/email', { email, password });
const verify = (token: string) => broker.visitor().post('/api/v1/email/verify', { token });

test('a link verifies the address once, by a post only, and never after a newer one was sent or a day has gone by', async () => {
  const member = await broker.register();
  expect((await member.post('/api/v1/account/email/verification')).status).toBe(202);
  const first = await readNewestToken(broker, member.email);
  await member.post('/api/v1/account/email/verification');
  const second = await readNewestToken(broker, member.email);
  expect(await verify(first)).toMatchObject({ status: 403, body: { code: 'link_invalid' } });
  expect(await verify(second)).toMatchObject({
    status: 200,
    body: { done: 'verified', email: member.email },
  });
  expect(await verify(second)).toMatchObject({ status: 403 });
  expect((await member.me()).emailVerified).toBe(true);

  const late = await broker.register();
  await late.post('/api/v1/account/email/verification');
  const token = await readNewestToken(broker, late.email);
  const { rows } = await query('select * from email_links');
  expect(JSON.stringify(rows)).not.toContain(token);
  await query(`update email_links set expires_at = now() - interval '1 second' where email = $1`, [
    late.email,
  ]);
  expect((await verify(token)).status).toBe(403);
});

test('three links an hour go to an address, whoever asks for them', async () => {
  const member = await broker.register();
  const forgot = () => broker.visitor().post('/api/v1/password/forgot', { email: member.email });
  for (let n = 0; n < 5; n += 1) expect((await forgot()).status).toBe(202);
  const mails = await readMails(broker, member.email);
  expect(mails.filter(({ kind }) => kind === 'reset_password')).toHaveLength(3);
});

test('a new password by link ends every session and key, works once, and tells nobody whether there is an account', async () => {
  const member = await broker.register();
  const nobody = await broker.visitor().post('/api/v1/password/forgot', { email: 'nobody@example.org' });
  const known = await broker.visitor().post('/api/v1/password/forgot', { email: member.email.toUpperCase() });
  expect([known.status, known.body]).toEqual([nobody.status, nobody.body]);
  expect(await readMails(broker, 'nobody@example.org')).toEqual([]);

  const { secret } = await makeKey(member, ['account.read']);
  const asked = { host: 'laptop', scopes: ['account.read'] };
  const grant = DeviceCode.parse((await broker.visitor().post('/api/v1/device/code', asked)).body);
  const approval = { userCode: grant.userCode, scopes: asked.scopes };
  expect((await member.post('/api/v1/device/approve', approval)).status).toBe(204);

  const token = await readNewestToken(broker, member.email);
  const reset = (password: string) => broker.visitor().post('/api/v1/password/reset', { token, password });
  expect(await reset('short')).toMatchObject({
    status: 400,
    body: { fields: { '/password': expect.any(String) } },
  });
  // Two at once: one wins.
  const both = await Promise.all([reset('a new password, one'), reset('a new password, two')]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
  const password = both[0]?.status === 200 ? 'a new password, one' : 'a new password, two';
  expect((await member.get('/api/v1/me')).status).toBe(401);
  expect((await withKey(broker.visitor(), secret).get('/api/v1/me')).status).toBe(401);
  const { deviceCode } = grant;
  expect(await broker.visitor().post('/api/v1/device/token', { deviceCode })).toMatchObject({
    body: { code: 'access_denied' },
  });
  expect((await signIn(member.email, member.password)).status).toBe(401);
  expect((await signIn(member.email, password)).status).toBe(200);
});

test('a new password voids the links that a thief asked for, and what the thief left in an account that was never proven', async () => {
  const ways = (id: string) =>
    query(`insert into identities (user_id, issuer, subject) values ($1::uuid, 'google', $1::text)`, [id]);
  const proven = await broker.register();
  const { id } = await proven.me();
  await query('update users set email_verified = true where id = $1', [id]);
  await ways(id);
  const reset = async (member: TestSession) => {
    await broker.visitor().post('/api/v1/password/forgot', { email: member.email });
    const token = await readNewestToken(broker, member.email);
    return await broker
      .visitor()
      .post('/api/v1/password/reset', { token, password: 'quite another password' });
  };
  await proven.post('/api/v1/account/email', { email: `thief-${proven.email}` });
  const toThief = await readNewestToken(broker, `thief-${proven.email}`);
  expect((await reset(proven)).body).toEqual({ waysLeft: { providers: ['google'], passkeys: 0 } });
  expect((await verify(toThief)).status).toBe(403);
  const { rows: told } = await query(
    `select params -> 'waysLeft' ->> 'providers' as left from notifications where user_id = $1 and params ->> 'event' = 'password_changed'`,
    [id],
  );
  expect(told).toEqual([{ left: '["google"]' }]);

  const made = await broker.register();
  await ways((await made.me()).id);
  expect((await reset(made)).body).toEqual({ waysLeft: { providers: [], passkeys: 0 } });

  const changed = await broker.register();
  await changed.post('/api/v1/account/email', { email: `thief-${changed.email}` });
  const link = await readNewestToken(broker, `thief-${changed.email}`);
  const passwords = { current: changed.password, next: 'quite another password' };
  expect((await changed.post('/api/v1/account/password', passwords)).status).toBe(204);
  expect((await verify(link)).status).toBe(403);
});

test('no letter box gets more under other spellings, and no member writes to many', async () => {
  const member = await broker.register();
  const ask = (email: string) => member.post('/api/v1/account/email', { email });
  const asked = [1, 2, 3, 4].map((n) => ask(`box-${n}@victims.example`));
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([202, 202, 202, 429]);
  const others = await Promise.all([1, 2, 3, 4].map(() => broker.register()));
  const spelled = others.map((other, n) =>
    other.post('/api/v1/account/email', { email: `one+${n}@victims.example` }),
  );
  const answers = (await Promise.all(spelled)).map(({ status }) => status);
  expect(answers.toSorted((a, b) => a - b)).toEqual([202, 202, 202, 429]);
});

test('a changed address is confirmed at the new one, told to the old one, and never verified by an old link', async () => {
  const member = await broker.register();
  await member.post('/api/v1/account/email/verification');
  const oldLink = await readNewestToken(broker, member.email);
  const taken = await broker.register();
  const wanted = `new-${member.email}`;
  expect((await member.post('/api/v1/account/email', { email: taken.email })).status).toBe(202);
  expect(await verify(await readNewestToken(broker, taken.email))).toMatchObject({ status: 409 });
  expect((await member.post('/api/v1/account/email', { email: wanted })).status).toBe(202);
  expect((await member.get('/api/v1/account')).body).toMatchObject({
    email: member.email,
    pendingEmail: wanted,
  });
  expect(await verify(await readNewestToken(broker, wanted))).toMatchObject({ body: { done: 'changed' } });
  expect(await member.me()).toMatchObject({ email: wanted, emailVerified: true });
  expect((await verify(oldLink)).status).toBe(403);
  expect((await readMails(broker, member.email)).at(-1)?.kind).toBe('email_changed_notice');
});

test('a session becomes fresh again by the password', async () => {
  const member = await broker.register();
  await makeStale(broker, member);
  expect(await member.post('/api/v1/account/totp')).toMatchObject({
    body: { code: 'reauthentication_required' },
  });
  expect((await member.post('/api/v1/account/confirm', { password: 'not it' })).body).toMatchObject({
    code: 'confirmation_wrong',
  });
  expect((await member.post('/api/v1/account/confirm', { password: member.password })).status).toBe(204);
  expect((await member.post('/api/v1/account/totp')).status).toBe(200);
});

test('a changed password ends the other sessions and leaves this one, with a new token', async () => {
  const member = await broker.register();
  const other = broker.visitor();
  await signIn(member.email, member.password, other);
  const before = member.cookie();
  const change = (current: string | null) =>
    member.post('/api/v1/account/password', { current, next: 'a new password' });
  expect(await change(null)).toMatchObject({
    status: 400,
    body: { fields: { '/current': expect.any(String) } },
  });
  expect((await change(member.password)).status).toBe(204);
  expect(member.cookie()).not.toBe(before);
  expect((await member.get('/api/v1/me')).status).toBe(200);
  expect((await other.get('/api/v1/me')).status).toBe(401);
  expect((await broker.visitor().get('/api/v1/me', { headers: { cookie: before } })).status).toBe(401);
});

test('a member sees their browsers in words and ends them', async () => {
  const member = await broker.register();
  const phone = broker.visitor();
  const agent = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';
  await phone.post(
    '/api/auth/sign-in/email',
    { email: member.email, password: member.password },
    { headers: { 'user-agent': agent } },
  );
  const { items } = (await member.get('/api/v1/account/sessions')).body as {
    items: { id: string; current: boolean; device: string; signedInBy: string }[];
  };
  expect(items).toMatchObject([
    { current: true, signedInBy: 'registration' },
    { current: false, device: 'Chrome on Android', signedInBy: 'password' },
  ]);
  const stranger = await broker.register();
  expect((await stranger.delete(`/api/v1/account/sessions/${items[1]?.id}`)).status).toBe(404);
  expect((await member.delete(`/api/v1/account/sessions/${items[1]?.id}`)).status).toBe(204);
  expect((await phone.get('/api/v1/me')).status).toBe(401);
  await signIn(member.email, member.password, phone);
  expect((await member.post('/api/v1/account/sessions/end-others')).body).toEqual({ ended: 1 });
  expect((await phone.get('/api/v1/me')).status).toBe(401);
});

test('signing in again in the same browser ends its earlier session and never keeps its token', async () => {
  const member = await broker.register();
  const before = member.cookie();
  await signIn(member.email, member.password, member);
  expect(member.cookie()).not.toBe(before);
  expect((await broker.visitor().get('/api/v1/me', { headers: { cookie: before } })).status).toBe(401);
});

test('the cookies are for this host, this product’s pages and https only', async () => {
  const member = await broker.register();
  const answer = await signIn(member.email, member.password);
  const [cookie = ''] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-coinslot\.session_token=[^;]+;/);
  for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) {
    expect(cookie.split('; ')).toContain(attribute);
  }
  expect(cookie).not.toMatch(/domain=/i);
});

test('a sign-in by a browser that was never seen is told to the member, one by a known browser is not', async () => {
  const member = await broker.register();
  const events = async () => {
    const { rows } = await query(
      `select n.params->>'event' as event from notifications n join users u on u.id = n.user_id where u.email = $1`,
      [member.email],
    );
    return rows.map(({ event }: { event: string }) => event);
  };
  await member.post('/api/auth/sign-out', {});
  await signIn(member.email, member.password, member);
  expect(await events()).toEqual([]);
  const other = broker.visitor();
  await signIn(member.email, member.password, other);
  expect(await events()).toEqual(['new_device']);
  await signIn(member.email, member.password, other);
  expect(await events()).toEqual(['new_device']);
});
