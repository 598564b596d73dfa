import { TotpEnrolment } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import { generate } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import { openMachineWorld } from '../machines/testing/machine-world.ts';
import { readMails, readNewestToken } from './testing/read-links.ts';

// A mail server is named, and nothing is sent: the loops do not run.
let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker({
    BROKER_SMTP_URL: 'smtp://127.0.0.1:9',
    BROKER_MAIL_FROM: 'shop@example.org',
  });
});
afterAll(() => broker.close());

const query = (text: string, values: unknown[] = []) => broker.database.db.$client.query(text, values);
const password = 'a password to register with';
const register = (email: string, more: object = {}) =>
  broker.visitor().post('/api/auth/sign-up/email', { name: 'Ada', email, password, ...more });
const verify = (token: string, typed: string | undefined = password) =>
  broker.visitor().post('/api/v1/email/verify', { token, password: typed });
const signIn = (email: string) => broker.visitor().post('/api/auth/sign-in/email', { email, password });

test('where mail goes out, an account is made by opening the link, and then one signs in', async () => {
  const answer = await register('ada@example.org');
  expect(answer).toMatchObject({ status: 200, body: { next: 'check_email' } });
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect((await signIn('ada@example.org')).status).toBe(401);
  const token = await readNewestToken(broker, 'ada@example.org');
  const opened = await Promise.all([verify(token), verify(token)]);
  expect(opened.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
  const session = broker.visitor();
  await session.post('/api/auth/sign-in/email', { email: 'ada@example.org', password });
  expect(await session.me()).toMatchObject({ emailVerified: true, wallet: { availableEarned: 50 } });
  const { rows } = await query('select * from email_links');
  expect(rows).toMatchObject([{ sign_up_password: null }]);
});

test('registering with the address of an account is answered alike, and only its owner hears of it', async () => {
  const fresh = await register('eve@example.org');
  const known = await register('ada@example.org', { name: 'Mallory' });
  expect([known.status, known.body]).toEqual([fresh.status, fresh.body]);
  expect((await readMails(broker, 'ada@example.org')).at(-1)).toMatchObject({
    kind: 'account_exists',
    token: null,
  });
  const { rows } = await query(`select name from users where email = 'ada@example.org'`);
  expect(rows).toEqual([{ name: 'Ada' }]);
});

test.each(['before', 'after'])(
  'an address that somebody else registers %s its owner does goes to its owner, who knows a password',
  async (when) => {
    const email = `owner-${when}@example.org`;
    const theirs = 'the password of somebody else';
    if (when === 'before') await register(email, { password: theirs });
    await register(email);
    if (when === 'after') await register(email, { password: theirs });
    const tokens = (await readMails(broker, email)).flatMap(({ token }) => token ?? []);
    const [own = '', foreign = ''] = when === 'after' ? tokens : tokens.toReversed();
    expect(await verify(foreign)).toMatchObject({
      status: 400,
      body: { fields: { '/password': expect.any(String) } },
    });
    const bare = await broker.visitor().post('/api/v1/email/verify', { token: foreign });
    expect(bare).toMatchObject({ status: 400, body: { fields: { '/password': expect.any(String) } } });
    expect((await verify(own)).status).toBe(200);
    expect(await verify(foreign, theirs)).toMatchObject({ status: 403, body: { code: 'link_invalid' } });
    expect((await signIn(email)).status).toBe(200);
    const { rows } = await query(
      'select 1 from email_links where email = $1 and sign_up_password is not null',
      [email],
    );
    expect(rows).toEqual([]);
  },
);

test('a house that is closed lets nobody register, and one with terms asks for them', async () => {
  const admin = broker.visitor();
  await register('root@example.org');
  await verify(await readNewestToken(broker, 'root@example.org'));
  await admin.post('/api/auth/sign-in/email', { email: 'root@example.org', password });
  await query(
    `insert into user_roles (user_id, role_name) select id, 'admin' from users where email = 'root@example.org'`,
  );
  const terms = await admin.put('/api/v1/admin/settings/terms', {
    values: { markdown: 'Be kind.' },
    revision: 0,
  });
  expect(terms.status).toBe(200);
  expect(await register('late@example.org')).toMatchObject({
    status: 400,
    body: { fields: { '/termsAccepted': expect.any(String) } },
  });
  expect((await register('late@example.org', { termsAccepted: true })).status).toBe(200);
  await verify(await readNewestToken(broker, 'late@example.org'));
  const { rows } = await query(
    `select terms_revision, terms_accepted_at is not null as accepted from users where email = 'late@example.org'`,
  );
  expect(rows).toEqual([{ terms_revision: 1, accepted: true }]);
  const closed = await admin.put('/api/v1/admin/settings/members', {
    values: {
      signUpOpen: false,
      emailMustBeVerified: false,
      adminsNeedSecondFactor: false,
      activeMachinesMax: null,
    },
    revision: 0,
  });
  expect(closed.status).toBe(200);
  expect(await register('later@example.org', { termsAccepted: true })).toMatchObject({
    status: 403,
    body: { code: 'sign_up_closed' },
  });
});

test('where admins need a second factor, their pages stay shut without one, and the member’s own are open', async () => {
  const own = await startTestBroker();
  try {
    const admin = await own.registerAdmin();
    await own.database.db.$client.query(
      `insert into settings (name, values, updated_by) values ('members', '{"adminsNeedSecondFactor":true}', 'test')`,
    );
    await own.restart();
    const again = own.visitor();
    await again.post('/api/auth/sign-in/email', { email: admin.email, password: admin.password });
    expect(await again.me()).toMatchObject({ secondFactorNeeded: true });
    expect((await again.get('/api/v1/admin/users')).body).toMatchObject({ code: 'second_factor_needed' });
    const { secret } = TotpEnrolment.parse((await again.post('/api/v1/account/totp')).body);
    await again.post('/api/v1/account/totp/confirm', { code: await generate({ secret }) });
    expect((await again.get('/api/v1/admin/users')).status).toBe(200);
    expect((await again.delete('/api/v1/account/totp')).body).toMatchObject({ code: 'second_factor_needed' });
  } finally {
    await own.close();
  }
});

test('where addresses must be confirmed, coins and machines come after that', async () => {
  const world = await openMachineWorld();
  try {
    await world.rows(sql`
      insert into settings (name, values, updated_by) values ('members', '{"emailMustBeVerified":true}', 'test')`);
    const member = await world.broker.register();
    expect((await member.me()).wallet.availableEarned).toBe(0);
    const productId = await world.makeProduct(10);
    const buy = () => member.post('/api/v1/machines', { productId });
    expect(await buy()).toMatchObject({ status: 403, body: { code: 'email_not_verified' } });
    expect(await member.me()).toMatchObject({ emailConfirmationNeeded: true });
    // The link that came with the registration: nobody had to ask for it.
    const token = await readNewestToken(world.broker, member.email);
    await world.broker.visitor().post('/api/v1/email/verify', { token });
    expect(await member.me()).toMatchObject({
      emailConfirmationNeeded: false,
      wallet: { availableEarned: 50 },
    });
    expect((await buy()).status).toBe(202);
  } finally {
    await world.close();
  }
});
