import { TotpEnrolment } from '@coinslot/shared/http/account-security.ts';
import { AdminSettings } from '@coinslot/shared/http/admin-settings.ts';
import { generate } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choose, comeBack, newPerson, type SignInWorld, startSignInWorld } from './testing/sign-in-world.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await startSignInWorld();
});
afterAll(() => world.close());

test('an e-mail never leads into an account that has it', async () => {
  const owner = await world.broker.register('Owner');
  const { id } = await owner.me();
  const thief = world.broker.visitor();
  const location = await world.signIn(thief, 'google', newPerson({ email: owner.email.toUpperCase() }));
  expect(location).toBe('/sign-in?error=email_in_use&provider=google&returnTo=%2Fmachines');
  expect(await world.isSignedIn(thief)).toBe(false);
  const { rows } = await world.query('select issuer from identities where user_id = $1', [id]);
  expect(rows).toEqual([{ issuer: 'credential' }]);
});

test('an e-mail that the provider has not verified is not taken, be it somebody’s or nobody’s', async () => {
  const owner = await world.broker.register('Owner');
  for (const provider of ['discord', 'google'] as const) {
    const session = world.broker.visitor();
    await world.signIn(session, provider, newPerson({ email: owner.email, emailVerified: false }));
    expect(await session.me()).toMatchObject({
      email: expect.stringMatching(/@no-email\.invalid$/),
      emailVerified: false,
    });
  }
});

test('a disabled account is told so and gets no session', async () => {
  const person = newPerson();
  const session = world.broker.visitor();
  await world.signIn(session, 'x', person);
  await world.query('update users set disabled_at = now() where id = $1', [(await session.me()).id]);
  const again = world.broker.visitor();
  expect(await world.signIn(again, 'x', person)).toContain('error=account_disabled');
  expect(await world.isSignedIn(again)).toBe(false);
});

test('a second factor is asked for after the provider too; only then there is a session', async () => {
  const person = newPerson();
  const session = world.broker.visitor();
  await world.signIn(session, 'discord', person);
  const { secret } = TotpEnrolment.parse((await session.post('/api/v1/account/totp')).body);
  const confirmed = await session.post('/api/v1/account/totp/confirm', { code: await generate({ secret }) });
  const [recoveryCode] = (confirmed.body as { recoveryCodes: string[] }).recoveryCodes;
  const again = world.broker.visitor();
  expect(await world.signIn(again, 'discord', person)).toBe('/sign-in/second-factor?returnTo=%2Fmachines');
  expect(await world.isSignedIn(again)).toBe(false);
  expect((await again.post('/api/v1/sign-in/second-factor', { recoveryCode })).status).toBe(200);
  expect((await again.me()).id).toBe((await session.me()).id);
});

test('fifty that come back at once with one code: one session', async () => {
  const session = world.broker.visitor();
  const person = newPerson();
  const back = await choose(await world.begin(session, 'discord'), person);
  const cookie = session.cookie();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () =>
      world.broker.visitor().get(`${back.pathname}${back.search}`, { headers: { cookie } }),
    ),
  );
  expect(answers.filter(({ headers }) => headers.get('location') === '/')).toHaveLength(1);
  const { rows } = await world.query(
    `select s.id from sessions s join identities i on i.user_id = s.user_id where i.subject = $1`,
    [person.id],
  );
  expect(rows).toHaveLength(1);
});

test('a new person who comes by five browsers at once is one member', async () => {
  const person = newPerson();
  const sessions = Array.from({ length: 5 }, () => world.broker.visitor());
  await Promise.all(sessions.map((session) => world.signIn(session, 'google', person)));
  const ids = await Promise.all(sessions.map(async (session) => (await session.me()).id));
  expect(new Set(ids).size).toBe(1);
});

test('the name of a new member has nothing that cannot be seen, and a length', async () => {
  const session = world.broker.visitor();
  await world.signIn(session, 'x', newPerson({ name: `\u202eevil\u200b${'n'.repeat(200)}` }));
  expect((await session.me()).name).toBe(`evil${'n'.repeat(76)}`);
});

test('whoever has not accepted the site’s terms, or comes while registration is closed, is told', async () => {
  const admin = await world.broker.registerAdmin();
  const put = async (group: 'terms' | 'members', changes: object) => {
    const { revision, values } = AdminSettings.parse((await admin.get('/api/v1/admin/settings')).body)[group];
    const edit = { values: { ...values, ...changes }, revision };
    expect((await admin.put(`/api/v1/admin/settings/${group}`, edit)).status).toBe(200);
  };
  await put('terms', { markdown: 'Be kind.' });
  const session = world.broker.visitor();
  const back = await choose(await world.begin(session, 'discord', {}), newPerson());
  expect(await comeBack(session, back)).toContain('error=terms_not_accepted');
  const known = newPerson();
  await world.signIn(session, 'discord', known);
  const { rows } = await world.query('select terms_revision from users where id = $1', [
    (await session.me()).id,
  ]);
  expect(rows).toEqual([{ terms_revision: expect.any(Number) }]);
  await put('members', { signUpOpen: false });
  await expect
    .poll(() => world.signIn(world.broker.visitor(), 'discord', newPerson()), {
      interval: 200,
    })
    .toContain('error=sign_up_closed');
  expect(await world.signIn(world.broker.visitor(), 'discord', known)).toBe('/machines');
});
