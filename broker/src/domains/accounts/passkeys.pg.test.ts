import { Passkey, PasskeyList, PasskeyOptions } from '@coinslot/shared/http/account-security.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { type DeviceHabits, openSoftDevice, type SoftDevice } from './testing/soft-device.ts';

const origin = 'http://localhost:8080';
const rpId = 'localhost';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker({ BROKER_PUBLIC_URL: origin });
});
afterAll(() => broker.close());

const query = (text: string, values: unknown[] = []) => broker.database.db.$client.query(text, values);
const account = '/api/v1/account/passkeys';

async function ask(session: TestSession, path: string): Promise<PasskeyOptions> {
  const answer = await session.post(path);
  expect(answer.status).toBe(200);
  return PasskeyOptions.parse(answer.body);
}

/** A member with one passkey. */
async function withPasskey() {
  const member = await broker.register();
  const { id } = await member.me();
  const device = openSoftDevice({ origin, rpId, userHandle: id });
  const added = await add(member, device);
  expect(added.status).toBe(201);
  return { member, id, device, passkey: Passkey.parse(added.body) };
}

async function add(member: TestSession, device: SoftDevice, habits: DeviceHabits = {}) {
  const response = device.create(await ask(member, `${account}/options`), habits);
  return member.post(account, { name: 'My laptop', response });
}

async function signIn(device: SoftDevice, habits: DeviceHabits = {}, browser = broker.visitor()) {
  const options = await ask(browser, '/api/v1/sign-in/passkey/options');
  return browser.post('/api/v1/sign-in/passkey', { response: device.get(options, habits) });
}

test('a passkey signs in by itself, without a name, also where codes are asked for', async () => {
  const { member, id, device } = await withPasskey();
  await query(
    `insert into second_factors (user_id, secret, confirmed_at) values ($1, 'not read here', now())`,
    [id],
  );
  const browser = broker.visitor();
  const answer = await signIn(device, {}, browser);
  expect(answer.body).toEqual({ next: 'done' });
  expect((await browser.me()).id).toBe(id);
  expect((await browser.get('/api/v1/account/sessions')).body).toMatchObject({
    items: [{ current: true, signedInBy: 'passkey' }, { current: false }],
  });
  const { items } = PasskeyList.parse((await member.get(account)).body);
  expect(items).toMatchObject([{ name: 'My laptop', lastUsedAt: expect.any(String) }]);
});

test('the options ask for a passkey that is found without a name and is unlocked by its owner', async () => {
  const member = await broker.register();
  expect(await ask(member, `${account}/options`)).toMatchObject({
    rp: { id: rpId },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  expect(await ask(broker.visitor(), '/api/v1/sign-in/passkey/options')).toMatchObject({
    rpId,
    userVerification: 'required',
  });
});

test.each<[string, DeviceHabits]>([
  ['made on another site', { origin: 'https://evil.example' }],
  ['made for another host', { rpId: 'evil.example' }],
  ['that nobody unlocked', { userVerified: false }],
  ['for a challenge that was not ours', { challenge: 'bm90IG91cnM' }],
])('a passkey %s is not kept, and one so used signs nobody in', async (_, habits) => {
  const { device } = await withPasskey();
  expect(await signIn(device, habits)).toMatchObject({ status: 403, body: { code: 'passkey_refused' } });
  const member = await broker.register();
  const another = openSoftDevice({ origin, rpId, userHandle: (await member.me()).id });
  expect(await add(member, another, habits)).toMatchObject({
    status: 403,
    body: { code: 'passkey_refused' },
  });
  expect((await member.get(account)).body).toEqual({ items: [] });
});

test('a challenge works once, for what it was made for, for five minutes', async () => {
  const { member, device } = await withPasskey();
  const browser = broker.visitor();
  const options = await ask(browser, '/api/v1/sign-in/passkey/options');
  const response = device.get(options);
  const twice = await Promise.all([
    browser.post('/api/v1/sign-in/passkey', { response }),
    broker.visitor().post('/api/v1/sign-in/passkey', { response }),
  ]);
  expect(twice.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
  // Made to confirm, used to sign in.
  const confirm = await ask(member, '/api/v1/account/confirm/passkey-options');
  const misused = await browser.post('/api/v1/sign-in/passkey', { response: device.get(confirm) });
  expect(misused.status).toBe(403);
  const late = await ask(browser, '/api/v1/sign-in/passkey/options');
  await query(`update passkey_challenges set expires_at = now() - interval '1 second'`);
  expect((await browser.post('/api/v1/sign-in/passkey', { response: device.get(late) })).status).toBe(403);
});

test('a device whose counter goes back is a copy; a key that is not known, or names another member, opens nothing', async () => {
  const { device } = await withPasskey();
  const other = await withPasskey();
  expect((await signIn(device, { counter: 7 })).status).toBe(200);
  expect((await signIn(device, { counter: 7 })).status).toBe(403);
  expect((await signIn(device, { counter: 8 })).status).toBe(200);
  expect((await signIn(device, { counter: 9, userHandle: other.id })).status).toBe(403);
  expect((await signIn(openSoftDevice({ origin, rpId, userHandle: other.id }))).status).toBe(403);
  const nonsense = {
    response: { id: 'x', rawId: 'x', type: 'public-key', response: { clientDataJSON: 'x' } },
  };
  expect((await broker.visitor().post('/api/v1/sign-in/passkey', nonsense)).status).toBe(403);
});

test('a disabled member’s passkey opens nothing', async () => {
  const { id, device } = await withPasskey();
  await query('update users set disabled_at = now() where id = $1', [id]);
  expect(await signIn(device)).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
});

test('a passkey confirms its own member only', async () => {
  const { member, device } = await withPasskey();
  const other = await withPasskey();
  await query(`update sessions set confirmed_at = now() - interval '1 hour'`);
  const confirm = async (by: SoftDevice) => {
    const options = await ask(member, '/api/v1/account/confirm/passkey-options');
    return (await member.post('/api/v1/account/confirm', { passkey: by.get(options) })).status;
  };
  expect(await confirm(other.device)).toBe(403);
  expect(await confirm(device)).toBe(204);
  expect((await member.post(`${account}/options`)).status).toBe(200);
});

test('passkeys are renamed and removed by their member alone, the last way in never', async () => {
  const { member, passkey } = await withPasskey();
  const stranger = await broker.register();
  const one = `${account}/${passkey.id}`;
  expect((await stranger.put(one, { name: 'Mine now' })).status).toBe(404);
  expect((await stranger.delete(one)).status).toBe(404);
  expect((await member.put(one, { name: 'Old laptop' })).status).toBe(204);
  await query(
    `update identities set password = null where user_id = (select id from users where email = $1)`,
    [member.email],
  );
  expect((await member.get(account)).body).toMatchObject({
    items: [{ name: 'Old laptop', canRemove: false }],
  });
  expect(await member.delete(one)).toMatchObject({ status: 409, body: { code: 'last_way_in' } });
  // A provider that nobody set up, and a password without an address to type, let nobody in.
  await query(
    `insert into identities (user_id, issuer, subject) select id, 'discord', '1' from users where email = $1`,
    [member.email],
  );
  expect(await member.delete(one)).toMatchObject({ status: 409, body: { code: 'last_way_in' } });
  await query(`delete from identities where issuer = 'discord'`);
  const second = openSoftDevice({ origin, rpId, userHandle: (await member.me()).id });
  const { id } = (await add(member, second)).body as Passkey;
  // Two at once: one stays.
  const both = await Promise.all([member.delete(one), member.delete(`${account}/${id}`)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
});
