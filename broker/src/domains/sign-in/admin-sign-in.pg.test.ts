import { ProviderSettingsList, SetupTest } from '@coinslot/shared/http/admin-sign-in.ts';
import { SignInWays } from '@coinslot/shared/http/sign-in.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import {
  choose,
  comeBack,
  newPerson,
  type SignInWorld,
  startSignInWorld,
  urlOf,
} from './testing/sign-in-world.ts';

let world: SignInWorld;
let admin: TestSession;
beforeAll(async () => {
  world = await startSignInWorld();
  admin = await world.broker.registerAdmin();
});
afterAll(() => world.close());
afterEach(async () => {
  for (const standIn of Object.values(world.standIns)) standIn.spoil = {};
  await world.query('delete from sign_in_providers');
});

const readAll = async () => ProviderSettingsList.parse((await admin.get('/api/v1/admin/sign-in')).body).items;
const save = (provider: string, body: object) => admin.put(`/api/v1/admin/sign-in/${provider}`, body);
const runTest = async (provider: string) =>
  SetupTest.parse((await admin.post(`/api/v1/admin/sign-in/${provider}/test`, {})).body);
const offered = async () => {
  const { body } = await world.broker.visitor().get('/api/v1/sign-in');
  return SignInWays.parse(body).providers.map(({ id }) => id);
};

test('the page shows what is to be entered at each provider, and where the present credentials come from', async () => {
  const [discord, google] = await readAll();
  expect(discord).toMatchObject({
    id: 'discord',
    enabled: true,
    clientId: 'discord-client',
    hasSecret: true,
    redirectUrl: 'http://localhost:8080/api/auth/callback/discord',
    source: 'environment',
    revision: 0,
  });
  expect(google?.scopes).toEqual(['openid', 'email', 'profile']);
});

test('saved credentials take the environment’s place; the secret stays unless another is sent, and is never shown', async () => {
  const { client } = world.standIns.x;
  const wrong = { enabled: true, clientId: 'x-client', clientSecret: 'not-the-secret', revision: 0 };
  const saved = await save('x', wrong);
  expect(saved).toMatchObject({ status: 200, body: { source: 'settings', revision: 1, hasSecret: true } });
  const refused = await world.signIn(world.broker.visitor(), 'x', newPerson());
  expect(refused).toContain('error=provider_refused');
  expect((await save('x', { ...wrong, clientSecret: client.clientSecret, revision: 1 })).status).toBe(200);
  expect((await save('x', { enabled: true, clientId: 'x-client', revision: 2 })).status).toBe(200);
  expect(await world.signIn(world.broker.visitor(), 'x', newPerson())).toBe('/machines');
  const { rows } = await world.query(
    `select row_to_json(a) as line from audit_log a where action = 'sign_in.edit'`,
  );
  const { rows: stored } = await world.query('select client_secret from sign_in_providers');
  const all = JSON.stringify([await readAll(), rows, stored, saved.body]);
  for (const secret of [client.clientSecret, 'not-the-secret']) expect(all).not.toContain(secret);
});

test('a secret of the environment stays also when only the switch is saved', async () => {
  expect((await save('google', { enabled: true, clientId: 'google-client', revision: 0 })).status).toBe(200);
  expect(await world.signIn(world.broker.visitor(), 'google', newPerson())).toBe('/machines');
});

test('what is switched off is not offered, and not even a browser that is on its way comes in', async () => {
  const session = world.broker.visitor();
  const onTheWay = await choose(urlOf(await session.post('/api/v1/sign-in/discord', {})), newPerson());
  const { status } = await save('discord', { enabled: false, clientId: '', revision: 0 });
  expect(status).toBe(200);
  expect(await offered()).toEqual(['google', 'x']);
  const begun = await session.post('/api/v1/sign-in/discord', {});
  expect(begun).toMatchObject({ status: 409, body: { code: 'not_configured' } });
  expect(await comeBack(session, onTheWay)).toContain('error=not_configured');
});

test('switching off what members come in by alone asks first', async () => {
  await world.signIn(world.broker.visitor(), 'x', newPerson());
  const off = { enabled: false, clientId: 'x-client', revision: 0 };
  // Their other way is switched off itself.
  await world.query(
    `insert into identities (user_id, issuer, subject) select user_id, 'discord', 'other' from identities where issuer = 'x' limit 1`,
  );
  await world.query(
    `insert into sign_in_providers (provider, enabled, client_id) values ('discord', false, '')`,
  );
  expect(await save('x', off)).toMatchObject({ status: 409, body: { code: 'last_way_in' } });
  expect((await save('x', { ...off, force: true })).status).toBe(200);
});

test('of two who save at once one is told; nonsense is refused by its field; without a secret nothing is switched on', async () => {
  const body = { enabled: true, clientId: 'x-client', revision: 0 };
  const answers = await Promise.all([save('x', body), save('x', body)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const wrong = { enabled: true, clientId: 'with a space', clientSecret: 'short', revision: 1 };
  expect(await save('x', wrong)).toMatchObject({
    status: 400,
    body: { fields: { '/clientId': expect.any(String), '/clientSecret': expect.any(String) } },
  });
  await world.query(`update sign_in_providers set client_secret = null`);
  expect(await save('x', { ...body, revision: 1 })).toMatchObject({
    status: 400,
    body: { fields: { '/clientSecret': expect.any(String) } },
  });
});

test('the test really asks the provider and says what to do', async () => {
  for (const provider of ['discord', 'google', 'x']) {
    const { ok, steps } = await runTest(provider);
    expect({ provider, ok, names: steps.map(({ name }) => name) }).toEqual({
      provider,
      ok: true,
      names: ['Our address', 'Reaching', 'Clock', 'Credentials'],
    });
  }
  const wrong = { enabled: true, clientSecret: 'not-the-secret', revision: 0 };
  for (const provider of ['discord', 'google', 'x']) {
    await save(provider, { ...wrong, clientId: `${provider}-client` });
    const { ok, steps } = await runTest(provider);
    expect(ok).toBe(false);
    expect(steps.at(-1)).toMatchObject({
      name: 'Credentials',
      ok: false,
      detail: expect.stringContaining('again'),
    });
  }
  const [discord] = await readAll();
  expect(discord?.lastTest).toMatchObject({ ok: false });
});

test('the test tells a provider that is down, one that is not set up, and a clock that is wrong', async () => {
  world.standIns.google.spoil = { everything: { status: 500, body: 'down' } };
  expect((await runTest('google')).steps.at(-1)).toMatchObject({ name: 'Reaching', ok: false });
  world.standIns.discord.spoil = {
    everything: { status: 200, headers: { date: new Date(Date.now() - 600_000).toUTCString() }, body: {} },
  };
  expect((await runTest('discord')).steps).toContainEqual({
    name: 'Clock',
    ok: false,
    detail: expect.stringMatching(/60\d seconds/),
  });
  await world.query(`insert into sign_in_providers (provider, enabled, client_id) values ('x', false, '')`);
  expect((await runTest('x')).steps).toMatchObject([{ name: 'Credentials', ok: false }]);
});

test('saving asks who it is when the last proof is older than ten minutes', async () => {
  await world.query(`update sessions set confirmed_at = now() - interval '11 minutes'`);
  const answer = await save('x', { enabled: true, clientId: 'x-client', revision: 0 });
  expect(answer).toMatchObject({ status: 403, body: { code: 'reauthentication_required' } });
});

test('a secret whose key is gone takes no other way in along, and can be entered again', async () => {
  await world.query(
    `insert into sign_in_providers (provider, enabled, client_id, client_secret) values ('x', true, 'x-client', 'gone.gone')`,
  );
  expect(await offered()).toEqual(['discord', 'google']);
  expect((await readAll()).find(({ id }) => id === 'x')).toMatchObject({ enabled: false, hasSecret: false });
});
