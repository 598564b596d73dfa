import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Spoiling } from './testing/provider-stand-in.ts';
import { choose, comeBack, newPerson, type SignInWorld, startSignInWorld } from './testing/sign-in-world.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await startSignInWorld();
});
afterAll(() => world.close());
afterEach(() => {
  for (const standIn of Object.values(world.standIns)) standIn.spoil = {};
});

const refusedWith = (code: string, provider: string, returnTo?: string) => {
  const path = `/sign-in?error=${code}&provider=${provider}`;
  return returnTo === undefined ? path : `${path}&returnTo=${encodeURIComponent(returnTo)}`;
};

test('no state, a made-up one, or one that came twice', async () => {
  const session = world.broker.visitor();
  const back = await choose(await world.begin(session, 'discord'), newPerson());
  const state = back.searchParams.get('state') ?? '';
  const code = back.searchParams.get('code') ?? '';
  const wrong = refusedWith('state_invalid', 'discord');
  for (const search of [
    '',
    `?code=${code}`,
    `?code=${code}&state=`,
    `?code=${code}&state=${'x'.repeat(43)}`,
    `?code=${code}&state=${state}&state=${state}`,
  ]) {
    expect(await comeBack(session, new URL(`/api/auth/callback/discord${search}`, back))).toBe(wrong);
  }
  expect(await world.isSignedIn(session)).toBe(false);
  expect(await comeBack(session, back)).toBe('/');
  const stranger = world.broker.visitor();
  expect(await comeBack(session, back)).toBe(wrong);
  expect(await comeBack(stranger, back)).toBe(wrong);
});

test('another browser, with no cookie or with its own; and the right one still comes in', async () => {
  const [own, victim] = [world.broker.visitor(), world.broker.visitor()];
  const back = await choose(await world.begin(own, 'google'), newPerson());
  expect(await comeBack(victim, back)).toBe(refusedWith('state_invalid', 'google'));
  await world.begin(victim, 'google');
  expect(await comeBack(victim, back)).toBe(refusedWith('state_invalid', 'google'));
  expect(await world.isSignedIn(victim)).toBe(false);
  expect(await comeBack(own, back)).toBe('/');
});

test('a state that is older than ten minutes', async () => {
  const session = world.broker.visitor();
  const back = await choose(await world.begin(session, 'discord'), newPerson());
  await world.query(`update sign_in_attempts set expires_at = now() - interval '1 second'`);
  expect(await comeBack(session, back)).toBe(refusedWith('state_invalid', 'discord'));
});

test('one provider’s answer at another’s address', async () => {
  const session = world.broker.visitor();
  const back = await choose(await world.begin(session, 'discord'), newPerson());
  const mixed = new URL(`/api/auth/callback/x${back.search}`, back);
  expect(await comeBack(session, mixed)).toBe(refusedWith('state_invalid', 'x'));
  expect(await comeBack(session, back)).toBe('/');
});

test('a code of somebody else’s attempt: the verifier is not its own', async () => {
  const [own, other] = [world.broker.visitor(), world.broker.visitor()];
  const ofOwn = await choose(await world.begin(own, 'discord'), newPerson());
  const ofOther = await choose(await world.begin(other, 'discord'), newPerson());
  ofOwn.searchParams.set('code', ofOther.searchParams.get('code') ?? '');
  expect(await comeBack(own, ofOwn)).toBe(refusedWith('state_invalid', 'discord', '/'));
  expect(await world.isSignedIn(own)).toBe(false);
});

test('a code that was given for another address of ours', async () => {
  const session = world.broker.visitor();
  const url = new URL(await world.begin(session, 'google'));
  const person = newPerson();
  const back = await choose(url.href, person);
  const { codes, client } = world.standIns.google;
  const code = codes.give({
    clientId: client.clientId,
    redirectUri: 'http://localhost:8080/api/auth/callback/x',
    challenge: url.searchParams.get('code_challenge') ?? '',
    nonce: url.searchParams.get('nonce'),
    scope: 'openid',
    person,
  });
  back.searchParams.set('code', code);
  expect(await comeBack(session, back)).toBe(refusedWith('state_invalid', 'google', '/'));
  expect(await world.isSignedIn(session)).toBe(false);
});

test('a code that was used or is too old', async () => {
  const session = world.broker.visitor();
  const first = await choose(await world.begin(session, 'x'), newPerson());
  await comeBack(session, first);
  const second = await choose(await world.begin(session, 'x'), newPerson());
  second.searchParams.set('code', first.searchParams.get('code') ?? '');
  expect(await comeBack(session, second)).toBe(refusedWith('state_invalid', 'x', '/'));
  const third = await choose(await world.begin(session, 'x'), newPerson());
  world.standIns.x.codes.expireAll();
  expect(await comeBack(session, third)).toBe(refusedWith('state_invalid', 'x', '/'));
});

const spoiledTokens: [string, Spoiling][] = [
  ['another issuer', { idToken: { issuer: 'https://accounts.evil.example' } }],
  ['another audience', { idToken: { audience: 'somebody-else' } }],
  ['another nonce', { idToken: { nonce: 'x'.repeat(43) } }],
  ['no nonce', { idToken: { nonce: null } }],
  ['an expiry that is over', { idToken: { expiresIn: -120 } }],
  ['a foreign key’s signature', { idToken: { signature: 'foreign_key' } }],
  ['a broken signature', { idToken: { signature: 'broken' } }],
  ['alg none', { idToken: { signature: 'none' } }],
  ['an HMAC of the public key', { idToken: { signature: 'hmac_of_public_key' } }],
  ['no id_token at all', { leavesOutIdToken: true }],
];
test.each(spoiledTokens)('an id_token with %s', async (_, spoil) => {
  const session = world.broker.visitor();
  world.standIns.google.spoil = spoil;
  const refused = refusedWith('provider_answer_invalid', 'google', '/machines');
  expect(await world.signIn(session, 'google', newPerson())).toBe(refused);
  expect(await world.isSignedIn(session)).toBe(false);
});

test('a person who says no, and providers that say no', async () => {
  const session = world.broker.visitor();
  const ended = (code: string, provider: SignInProvider) => refusedWith(code, provider, '/machines');
  expect(await world.signIn(session, 'discord', 'nobody')).toBe(ended('access_denied', 'discord'));
  world.standIns.x.spoil = { token: { status: 401, body: { error: 'invalid_client' } } };
  expect(await world.signIn(session, 'x', newPerson())).toBe(ended('provider_refused', 'x'));
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
  world.standIns.x.spoil = { profile: { status: 401, headers, body: {} } };
  expect(await world.signIn(session, 'x', newPerson())).toBe(ended('provider_answer_invalid', 'x'));
  world.standIns.discord.spoil = { profile: { status: 200, body: { id: 'no number' } } };
  expect(await world.signIn(session, 'discord', newPerson())).toBe(
    ended('provider_answer_invalid', 'discord'),
  );
  expect(await world.isSignedIn(session)).toBe(false);
});

test.each([
  ['is slow', { slowMs: 3000 }],
  ['answers 503', { everything: { status: 503, body: 'down' } }],
  ['cannot say who came', { profile: { status: 500, body: {} } }],
  ['has had enough', { token: { status: 429, body: { message: 'rate limited' } } }],
] satisfies [string, Spoiling][])('a provider that %s is told plainly, with a way back', async (_, spoil) => {
  const session = world.broker.visitor();
  const back = await choose(await world.begin(session, 'discord'), newPerson());
  world.standIns.discord.spoil = spoil;
  expect(await comeBack(session, back)).toBe(refusedWith('provider_unavailable', 'discord', '/'));
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'javascript:alert(1)',
  '/api/v1/me',
  '/API/v1/me',
  'machines',
  '',
  '/..//evil.example',
  ' /machines',
])('to go on at %j', async (returnTo) => {
  const answer = await world.broker.visitor().post('/api/v1/sign-in/discord', { returnTo });
  expect(answer).toMatchObject({ status: 400, body: { fields: { '/returnTo': expect.any(String) } } });
});

test('a path of this site that only looks like another’s stays here', async () => {
  const odd = '/%5C/evil.example/..//';
  expect(await world.signIn(world.broker.visitor(), 'discord', newPerson(), odd)).toBe(odd);
});

test('beginning from another site', async () => {
  const options = { headers: { origin: 'https://evil.example' } };
  const answer = await world.broker.visitor().post('/api/v1/sign-in/discord', {}, options);
  expect(answer).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
});
