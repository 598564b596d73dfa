import { IdentityList } from '@coinslot/shared/http/identities.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import type { Person } from './testing/people.ts';
import {
  choose,
  comeBack,
  newPerson,
  type SignInWorld,
  startSignInWorld,
  urlOf,
} from './testing/sign-in-world.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await startSignInWorld();
});
afterAll(() => world.close());

const returnTo = '/account/ways-in';
const beginLink = (session: TestSession, provider: string) =>
  session.post(`/api/v1/account/identities/${provider}/link`, { returnTo });
const link = async (session: TestSession, provider: string, person: Person) =>
  await comeBack(session, await choose(urlOf(await beginLink(session, provider)), person));
const list = async (session: TestSession) =>
  IdentityList.parse((await session.get('/api/v1/account/identities')).body);
const unlink = (session: TestSession, id: string) => session.delete(`/api/v1/account/identities/${id}`);

test('a linked identity opens the account, once unlinked it opens another one; both are written down', async () => {
  const member = await world.broker.register('Ada');
  const { id } = await member.me();
  const person = newPerson();
  expect(await link(member, 'discord', person)).toBe(`${returnTo}?done=linked&provider=discord`);
  const { items, linkable } = await list(member);
  expect(items).toMatchObject([
    { provider: 'discord', subjectName: person.name, canUnlink: true, why: null },
  ]);
  expect(linkable.map((one) => one.id)).toEqual(['google', 'x']);

  const elsewhere = world.broker.visitor();
  await world.signIn(elsewhere, 'discord', person);
  expect((await elsewhere.me()).id).toBe(id);

  expect((await unlink(member, items[0]!.id)).status).toBe(204);
  const later = world.broker.visitor();
  await world.signIn(later, 'discord', person);
  expect((await later.me()).id).not.toBe(id);
  const { rows } = await world.query(
    `select action from audit_log where target_id = $1 and action like 'identity.%' order by id`,
    [id],
  );
  expect(rows).toEqual([{ action: 'identity.link' }, { action: 'identity.unlink' }]);
  const { rows: told } = await world.query(
    `select params ->> 'event' as event from notifications where user_id = $1 and kind = 'security' order by id`,
    [id],
  );
  expect(told).toEqual(
    expect.arrayContaining([{ event: 'identity_linked' }, { event: 'identity_unlinked' }]),
  );
});

test('the welcome coins come once for an identity or a letter box, also to an account that lives on without it', async () => {
  const coinsOf = async (session: TestSession) => (await session.me()).wallet.availableEarned;
  const byProvider = async (person: Person) => {
    const session = world.broker.visitor();
    await world.signIn(session, 'discord', person);
    return session;
  };
  // An address that somebody verified would open no second account.
  const person = newPerson({ emailVerified: false });
  const first = await byProvider(person);
  expect(await coinsOf(first)).toBe(50);
  await link(first, 'google', newPerson());
  expect((await unlink(first, (await list(first)).items[0]!.id)).status).toBe(204);
  const second = await byProvider(person);
  expect((await second.me()).id).not.toBe((await first.me()).id);
  expect(await coinsOf(second)).toBe(0);

  const linked = newPerson();
  const member = await world.broker.register();
  await link(member, 'discord', linked);
  await unlink(member, (await list(member)).items[0]!.id);
  expect(await coinsOf(await byProvider(linked))).toBe(0);

  const boxes = Array.from({ length: 4 }, (_, n) => ({ session: world.broker.visitor(), n }));
  await Promise.all(boxes.map(({ session, n }) => session.signUp('Box', `box+${n}@example.org`)));
  const coins = await Promise.all(boxes.map(({ session }) => coinsOf(session)));
  expect(coins.toSorted((a, b) => b - a)).toEqual([50, 0, 0, 0]);
});

test('an identity that opens another account is not linked, nor a second one of the same provider', async () => {
  const [ada, bob] = [await world.broker.register('Ada'), await world.broker.register('Bob')];
  const person = newPerson();
  await link(ada, 'google', person);
  expect(await link(bob, 'google', person)).toBe(`${returnTo}?error=already_linked&provider=google`);
  expect((await list(bob)).items).toEqual([]);
  expect(await beginLink(ada, 'google')).toMatchObject({ status: 409, body: { code: 'already_linked' } });
});

test('of two tabs that link two identities of one provider at once, one does', async () => {
  const ada = await world.broker.register('Ada');
  const urls = [urlOf(await beginLink(ada, 'x')), urlOf(await beginLink(ada, 'x'))];
  const backs = await Promise.all(urls.map((url) => choose(url, newPerson())));
  const ends = await Promise.all(backs.map((back) => comeBack(ada, back)));
  expect(ends.toSorted()).toEqual([
    `${returnTo}?done=linked&provider=x`,
    `${returnTo}?error=already_linked&provider=x`,
  ]);
  expect((await list(ada)).items).toHaveLength(1);
});

test('linking is finished only in the session that began it', async () => {
  const [ada, eve] = [await world.broker.register('Ada'), await world.broker.register('Eve')];
  const eves = newPerson();
  // Eve begins, goes to the provider as herself, and has Ada's browser come back: Ada's account would open to Eve.
  const back = await choose(urlOf(await beginLink(eve, 'discord')), eves);
  expect(await comeBack(ada, back)).toBe('/sign-in?error=state_invalid&provider=discord');
  expect((await list(ada)).items).toEqual([]);

  // A browser that carries both: the attempt is Eve's, the session Ada's.
  const again = await choose(urlOf(await beginLink(eve, 'discord')), eves);
  const attempt = eve
    .cookie()
    .split('; ')
    .find((pair) => pair.includes('.sign_in='));
  const mixed = await ada.get(`${again.pathname}${again.search}`, {
    headers: { cookie: `${ada.cookie()}; ${attempt}` },
  });
  expect(mixed.headers.get('location')).toBe(`${returnTo}?error=session_changed&provider=discord`);
  expect((await list(ada)).items).toEqual([]);

  const left = await world.broker.register('Left');
  const after = await choose(urlOf(await beginLink(left, 'discord')), newPerson());
  await left.post('/api/auth/sign-out', {});
  // With the session its attempts are gone.
  expect(await comeBack(left, after)).toBe('/sign-in?error=state_invalid&provider=discord');
});

test('linking and unlinking ask who it is when the last proof is older than ten minutes', async () => {
  const ada = await world.broker.register('Ada');
  await link(ada, 'discord', newPerson());
  const [identity] = (await list(ada)).items;
  await world.query(`update sessions set confirmed_at = now() - interval '11 minutes' where user_id = $1`, [
    (await ada.me()).id,
  ]);
  const refused = { status: 403, body: { code: 'reauthentication_required' } };
  expect(await beginLink(ada, 'google')).toMatchObject(refused);
  expect(await unlink(ada, identity!.id)).toMatchObject(refused);
});

test('the last way in stays, also when two are unlinked at once', async () => {
  const session = world.broker.visitor();
  await world.signIn(session, 'discord', newPerson());
  const [only] = (await list(session)).items;
  expect(only).toMatchObject({ canUnlink: false, why: 'last_way_in' });
  expect(await unlink(session, only!.id)).toMatchObject({ status: 409, body: { code: 'last_way_in' } });

  for (let round = 0; round < 5; round += 1) {
    if ((await list(session)).items.every(({ provider }) => provider !== 'x'))
      await link(session, 'x', newPerson());
    else await link(session, 'discord', newPerson());
    const ids = (await list(session)).items.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    const answers = await Promise.all(ids.map((id) => unlink(session, id)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect((await list(session)).items).toHaveLength(1);
  }
});

test('a provider that was switched off is no way in', async () => {
  const session = world.broker.visitor();
  await world.signIn(session, 'discord', newPerson());
  await link(session, 'google', newPerson());
  await world.query(
    `insert into sign_in_providers (provider, enabled, client_id) values ('google', false, '')`,
  );
  const discord = (await list(session)).items.find(({ provider }) => provider === 'discord');
  expect(discord).toMatchObject({ canUnlink: false });
  expect((await unlink(session, discord!.id)).status).toBe(409);
  await world.query('delete from sign_in_providers');
});

test('a password is no way in without an address to type with it, and cannot be set before', async () => {
  const session = world.broker.visitor();
  await world.signIn(session, 'x', newPerson({ email: '' }));
  const first = { current: null, next: 'a first password' };
  expect(await session.post('/api/v1/account/password', first)).toMatchObject({
    status: 400,
    body: { fields: { '/next': expect.any(String) } },
  });
  const { id } = await session.me();
  await world.query(
    `insert into identities (user_id, issuer, subject, password) values ($1::uuid, 'credential', $1::text, 'a hash')`,
    [id],
  );
  const [only] = (await list(session)).items;
  expect(only).toMatchObject({ canUnlink: false });
  expect(await unlink(session, only!.id)).toMatchObject({ status: 409, body: { code: 'last_way_in' } });
});

test('another member’s identity cannot be unlinked, and a password is none', async () => {
  const [ada, bob] = [await world.broker.register('Ada'), await world.broker.register('Bob')];
  await link(ada, 'discord', newPerson());
  const [identity] = (await list(ada)).items;
  expect((await unlink(bob, identity!.id)).status).toBe(404);
  const { rows } = await world.query(
    `select id from identities where user_id = $1 and issuer = 'credential'`,
    [(await ada.me()).id],
  );
  expect((await unlink(ada, (rows[0] as { id: string }).id)).status).toBe(404);
});
