import type { TotpEnrolment } from '@coinslot/shared/http/account-security.ts';
import { generate } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { readNewestToken } from './testing/read-links.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await startTestBroker({ BROKER_SIGN_IN_TRIES_PER_5_MINUTES: '100' });
});
afterAll(() => broker.close());

const query = (text: string, values: unknown[] = []) => broker.database.db.$client.query(text, values);
const nowSeconds = () => Math.floor(Date.now() / 1000);
/** The code of the step that is so many steps from now. */
const codeOf = (secret: string, steps = 0) => generate({ secret, epoch: nowSeconds() + steps * 30 });

/** A member with an app whose first code was taken a minute ago, so that the codes of now are new. */
async function enrol() {
  const member = await broker.register();
  const { secret } = (await member.post('/api/v1/account/totp')).body as TotpEnrolment;
  const confirmed = await member.post('/api/v1/account/totp/confirm', { code: await codeOf(secret) });
  expect(confirmed.status).toBe(200);
  await forgetSteps(member);
  const { recoveryCodes } = confirmed.body as { recoveryCodes: string[] };
  return { member, secret, recoveryCodes };
}
const forgetSteps = (member: TestSession) =>
  query(
    `update second_factors set last_step = null where user_id = (select id from users where email = $1)`,
    [member.email],
  );

async function firstHalf(member: TestSession): Promise<TestSession> {
  const { email, password } = member;
  const browser = broker.visitor();
  const answer = await browser.post('/api/auth/sign-in/email', { email, password });
  expect(answer.body).toEqual({ next: 'second_factor' });
  expect((await browser.get('/api/v1/me')).status).toBe(401);
  return browser;
}
const secondHalf = (browser: TestSession, body: object) =>
  browser.post('/api/v1/sign-in/second-factor', body);

test('a sign-in asks for the code, takes it with spaces, and no code twice', async () => {
  const { member, secret } = await enrol();
  const code = await codeOf(secret);
  const browser = await firstHalf(member);
  expect((await secondHalf(browser, { code: '000000' })).body).toMatchObject({ code: 'code_wrong' });
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  expect((await secondHalf(browser, { code: spaced })).body).toEqual({ next: 'done' });
  expect((await browser.get('/api/v1/me')).status).toBe(200);
  // The half that was used is gone, and a new half does not take the old code.
  expect((await secondHalf(await firstHalf(member), { code })).body).toMatchObject({ code: 'code_wrong' });
});

test('of many who bring the same code at once one comes in', async () => {
  const { member, secret } = await enrol();
  const browsers = await Promise.all(Array.from({ length: 5 }, () => firstHalf(member)));
  const code = await codeOf(secret);
  const answers = await Promise.all(browsers.map((browser) => secondHalf(browser, { code })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('a clock may be off by one step, not by two', async () => {
  const { member, secret } = await enrol();
  const browser = await firstHalf(member);
  expect((await secondHalf(browser, { code: await codeOf(secret, -2) })).status).toBe(403);
  expect((await secondHalf(browser, { code: await codeOf(secret, 2) })).status).toBe(403);
  expect((await secondHalf(browser, { code: await codeOf(secret, -1) })).status).toBe(200);
  expect((await secondHalf(await firstHalf(member), { code: await codeOf(secret, 1) })).status).toBe(200);
});

test('after five wrong codes even the right one waits, in every browser; a recovery code still opens, once', async () => {
  const { member, secret, recoveryCodes } = await enrol();
  const [first = '', second = ''] = recoveryCodes;
  for (let n = 0; n < 5; n += 1) {
    expect((await secondHalf(await firstHalf(member), { code: '000000' })).status).toBe(403);
  }
  const browser = await firstHalf(member);
  const waiting = await secondHalf(browser, { code: await codeOf(secret) });
  expect(waiting).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(200);
  expect((await secondHalf(browser, { recoveryCode: first.toLowerCase() })).status).toBe(200);
  expect((await secondHalf(await firstHalf(member), { recoveryCode: first })).status).toBe(403);
  expect((await browser.get('/api/v1/account')).body).toMatchObject({
    totp: { enabled: true, recoveryCodesLeft: 9 },
  });
  // The owner is in: the count begins anew. Later the wait is over anyway.
  expect((await secondHalf(await firstHalf(member), { code: await codeOf(secret) })).status).toBe(200);
  const renewed = await member.post('/api/v1/account/totp/recovery-codes');
  expect(renewed.status).toBe(200);
  expect((await secondHalf(await firstHalf(member), { recoveryCode: second })).status).toBe(403);
});

test('the wait for a code is over after five minutes', async () => {
  const { member, secret } = await enrol();
  await query(
    `update second_factors set failed_tries = 5, last_failed_at = now() - interval '5 minutes'
     where user_id = (select id from users where email = $1)`,
    [member.email],
  );
  expect((await secondHalf(await firstHalf(member), { code: await codeOf(secret) })).status).toBe(200);
});

test('the half of a sign-in is worth nothing in another browser, made up, or after five minutes', async () => {
  const { member, secret } = await enrol();
  const code = await codeOf(secret);
  expect(await secondHalf(broker.visitor(), { code })).toMatchObject({
    status: 401,
    body: { code: 'sign_in_expired' },
  });
  const headers = { cookie: '__Host-coinslot.second_factor=made-up' };
  expect((await broker.visitor().post('/api/v1/sign-in/second-factor', { code }, { headers })).status).toBe(
    401,
  );
  const browser = await firstHalf(member);
  await query(`update pending_sign_ins set expires_at = now() - interval '1 second'`);
  expect((await secondHalf(browser, { code })).status).toBe(401);
});

test('a disabled account is not let in by its second half', async () => {
  const { member, secret } = await enrol();
  const browser = await firstHalf(member);
  await query(`update users set disabled_at = now() where email = $1`, [member.email]);
  expect(await secondHalf(browser, { code: await codeOf(secret) })).toMatchObject({
    status: 403,
    body: { code: 'account_disabled' },
  });
});

test('a new password by link leaves the second factor as it is', async () => {
  const { member, secret } = await enrol();
  await broker.visitor().post('/api/v1/password/forgot', { email: member.email });
  const token = await readNewestToken(broker, member.email);
  const password = 'a password that was forgotten';
  expect((await broker.visitor().post('/api/v1/password/reset', { token, password })).status).toBe(200);
  const browser = broker.visitor();
  const first = await browser.post('/api/auth/sign-in/email', { email: member.email, password });
  expect(first.body).toEqual({ next: 'second_factor' });
  expect((await secondHalf(browser, { code: await codeOf(secret) })).status).toBe(200);
});

test('the secret is kept encrypted, a second one cannot be begun beside it, and switching off needs proof', async () => {
  const { member, secret, recoveryCodes } = await enrol();
  const kept = JSON.stringify([
    (await query('select * from second_factors')).rows,
    (await query('select * from recovery_codes')).rows,
    (await query('select * from audit_log')).rows,
  ]);
  expect(kept).not.toContain(secret);
  expect(kept).not.toContain((recoveryCodes[0] ?? '').replace('-', ''));
  expect((await member.post('/api/v1/account/totp')).body).toMatchObject({ code: 'totp_already_on' });
  await query(`update sessions set confirmed_at = now() - interval '11 minutes'`);
  expect((await member.delete('/api/v1/account/totp')).status).toBe(403);
  // With a second factor the password alone proves too little.
  expect((await member.post('/api/v1/account/confirm', { password: member.password })).status).toBe(403);
  expect((await member.post('/api/v1/account/confirm', { code: await codeOf(secret) })).status).toBe(204);
  expect((await member.delete('/api/v1/account/totp')).status).toBe(204);
  const { email, password } = member;
  const again = await broker.visitor().post('/api/auth/sign-in/email', { email, password });
  expect(again.body).toEqual({ next: 'done' });
});

test('switching it on ends the member’s other sessions', async () => {
  const member = await broker.register();
  const other = broker.visitor();
  await other.post('/api/auth/sign-in/email', { email: member.email, password: member.password });
  const { secret } = (await member.post('/api/v1/account/totp')).body as TotpEnrolment;
  expect((await member.post('/api/v1/account/totp/confirm', { code: '000000' })).status).toBe(403);
  expect((await other.get('/api/v1/me')).status).toBe(200);
  await member.post('/api/v1/account/totp/confirm', { code: await codeOf(secret) });
  expect((await other.get('/api/v1/me')).status).toBe(401);
  expect((await member.get('/api/v1/me')).status).toBe(200);
});
