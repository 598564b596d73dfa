import { SignUpAnswer } from '@coinslot/shared/http/account-security.ts';
import { ProviderRedirect } from '@coinslot/shared/http/sign-in.ts';
import { expect, test } from 'vitest';
import { answer, problem } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { anAccount, aSite, someWays } from '../../testing/data-account.ts';
import { aMember, minutesFromNow } from '../../testing/data-catalog.ts';
import { followLink, pressButton, seeText, typeInto } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();
const token = 'abcdefghijklmnopqrstuv';

test('after the password comes the code, typed with spaces or a recovery code, and then the page that was wanted', async () => {
  const { page, broker } = fixture;
  broker.world.own.account = anAccount({ totp: { enabled: true, recoveryCodesLeft: 10 } });
  await page.goto(`${broker.url}/wallet`);
  await seeText(page, 'Good to see you again');
  await typeInto(page, 'E-mail', 'Ada@example.org');
  await typeInto(page, 'Password', 'long enough to be a password');
  await pressButton(page, 'Sign in');
  await seeText(page, 'One more step');
  await page.waitForSelector('input[name="code"]:focus');
  await page.keyboard.type('12');
  await pressButton(page, 'Go on');
  await seeText(page, 'Enter the six digits');
  await page.$eval('input[name="code"]', (input) => input.select());
  await page.keyboard.type('000 000');
  await pressButton(page, 'Go on');
  await seeText(page, 'Enter the newest code of your app');
  await pressButton(page, 'Use a recovery code');
  await typeInto(page, 'Recovery code', 'abcde-fghjk');
  await pressButton(page, 'Go on');
  await seeText(page, 'Every movement');
  expect(broker.requests.findLast(({ path }) => path.endsWith('second-factor'))?.body).toEqual({
    recoveryCode: 'ABCDEFGHJK',
  });
});

test('a wrong password is said in plain words and leaves the address typed; too many say what still works', async () => {
  const { page, broker } = fixture;
  broker.route('POST /api/auth/sign-in/email', () => problem('invalid_credentials'));
  await page.goto(`${broker.url}/sign-in`);
  await typeInto(page, 'E-mail', 'ada@example.org');
  await typeInto(page, 'Password', 'wrong');
  await pressButton(page, 'Sign in');
  await seeText(page, 'E-mail and password do not match.');
  expect(await page.$eval('input[name="email"]', (input) => input.value)).toBe('ada@example.org');

  broker.route('POST /api/auth/sign-in/email', () => problem('rate_limited', { retryAfterSeconds: 250 }));
  await pressButton(page, 'Sign in');
  await seeText(page, 'Try again in 5 minutes.');
  await seeText(page, 'a passkey or a linked account lets you in');
});

test('a wrong recovery code is called one; a second factor that came too late leads back to the beginning', async () => {
  const { page, broker } = fixture;
  broker.route('POST /api/v1/sign-in/second-factor', () => problem('code_wrong'));
  await page.goto(`${broker.url}/sign-in/second-factor?returnTo=/wallet`);
  await pressButton(page, 'Use a recovery code');
  await typeInto(page, 'Recovery code', 'abcde-fghjk');
  await pressButton(page, 'Go on');
  await seeText(page, 'That is none of your recovery codes');
  await pressButton(page, 'Use the app');
  broker.route('POST /api/v1/sign-in/second-factor', () => problem('sign_in_expired'));
  await typeInto(page, 'Code', '123456');
  await pressButton(page, 'Go on');
  await pressButton(page, 'Start again');
  await seeText(page, 'Good to see you again');
  await expect.poll(() => new URL(page.url()).search).toBe('?return=%2Fwallet');
});

test('a provider that is down is said at its button, one that answers is gone to', async () => {
  const { page, broker } = fixture;
  await page.goto(`${broker.url}/sign-in?return=/machines`);
  await pressButton(page, 'Continue with Discord');
  await page.waitForSelector('[role="alert"]');
  expect(broker.requests.findLast(({ path }) => path.endsWith('/discord'))?.body).toEqual({
    returnTo: '/machines',
    termsAccepted: false,
  });
  broker.route('POST /api/v1/sign-in/:provider', () =>
    answer(ProviderRedirect, { url: `${broker.url}/terms` }),
  );
  await pressButton(page, 'Continue with Discord');
  await seeText(page, 'Fair play');
});

test('terms of the house are agreed to before an account is made, and a mail that was sent is told', async () => {
  const { page, broker } = fixture;
  broker.world.own.site = aSite({ terms: { revision: 1, updatedAt: minutesFromNow(-1) } });
  broker.route('POST /api/auth/sign-up/email', () => answer(SignUpAnswer, { next: 'check_email' }));
  await page.goto(`${broker.url}/register`);
  await typeInto(page, 'Name', 'Ada Moreno');
  await typeInto(page, 'E-mail', 'ada@example.org');
  await typeInto(page, 'Password', 'long enough to be a password');
  await pressButton(page, 'Create account');
  await seeText(page, 'Read the terms and agree to them');
  expect(broker.requests.some(({ path }) => path === '/api/auth/sign-up/email')).toBe(false);
  await page.locator('input[type="checkbox"]').click();
  await pressButton(page, 'Create account');
  await seeText(page, 'Look into your mail');
});

test('a refused registration says so at its field and loses nothing that was typed', async () => {
  const { page, broker } = fixture;
  broker.route('POST /api/auth/sign-up/email', () =>
    problem('invalid_request', { fields: { '/email': 'is not allowed here' } }),
  );
  await page.goto(`${broker.url}/register`);
  await typeInto(page, 'Name', 'Ada Moreno');
  await typeInto(page, 'E-mail', 'ada@example.org');
  await typeInto(page, 'Password', 'long enough to be a password');
  await pressButton(page, 'Create account');
  await seeText(page, 'is not allowed here');
  expect(await page.$eval('input[name="name"]', (input) => input.value)).toBe('Ada Moreno');
});

test('a forgotten password: the answer tells nothing, a link that is too old says so, a good one leads to signing in', async () => {
  const { page, broker } = fixture;
  await page.goto(`${broker.url}/sign-in`);
  await followLink(page, 'Forgot your password?');
  await typeInto(page, 'E-mail', 'nobody@example.org');
  await pressButton(page, 'Send me a link');
  await seeText(page, 'If an account has the address nobody@example.org');

  await page.goto(`${broker.url}/reset-password?token=old-${token}`);
  await typeInto(page, 'New password', 'short');
  await pressButton(page, 'Set the password');
  await seeText(page, 'From 10 to 200 characters');
  await typeInto(page, 'New password', ' but longer now');
  await pressButton(page, 'Set the password');
  await seeText(page, 'Ask for a new one');

  await page.goto(`${broker.url}/reset-password?token=linked-${token}`);
  await typeInto(page, 'New password', 'long enough to be a password');
  await pressButton(page, 'Set the password');
  await seeText(page, 'An account at Google');
  await seeText(page, '2 passkeys');

  await page.goto(`${broker.url}/reset-password?token=${token}`);
  await typeInto(page, 'New password', 'long enough to be a password');
  await pressButton(page, 'Set the password');
  await seeText(page, 'Good to see you again');
});

test('where no mail goes out, the page says where the link waits, or that none can be sent', async () => {
  const { page, broker } = fixture;
  const { email } = someWays();
  broker.world.own.ways = someWays({ email: { ...email, mailIsKept: true } });
  await page.goto(`${broker.url}/forgot-password`);
  await typeInto(page, 'E-mail', 'ada@example.org');
  await pressButton(page, 'Send me a link');
  await seeText(page, 'the link waits in the admins’ outbox');

  broker.world.own.ways = someWays({ email: { ...email, reset: false } });
  await page.goto(`${broker.url}/forgot-password`);
  await seeText(page, 'nobody can be sent a link');
});

test('what a provider’s page said is said once: the address forgets it', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/ways-in?done=linked&provider=discord`);
  await seeText(page, 'Discord is linked.');
  await page.waitForFunction(() => window.location.search === '');
  await seeText(page, 'Discord is linked.');
});

test('opening the link of a mail spends nothing; its button does', async () => {
  const { page, broker } = fixture;
  await page.goto(`${broker.url}/verify-email?token=${token}`);
  await seeText(page, 'Press the button');
  expect(broker.requests.some(({ method }) => method === 'POST')).toBe(false);
  await pressButton(page, 'Confirm my address');
  await seeText(page, 'ada@example.org is confirmed');
  await page.goto(`${broker.url}/verify-email?token=old-${token}`);
  await pressButton(page, 'Confirm my address');
  await seeText(page, 'This link is too old');
  await page.goto(`${broker.url}/verify-email`);
  await seeText(page, 'Part of the link is missing');
  await page.goto(`${broker.url}/verify-email?token=new-${token}&for=registration`);
  await typeInto(page, 'Password', 'the password of somebody else');
  await pressButton(page, 'Confirm my address');
  await seeText(page, 'This is not the password of this registration');
  await page.$eval('input[name="password"]', (input) => input.select());
  await page.keyboard.type('long enough to be a password');
  await pressButton(page, 'Confirm my address');
  await seeText(page, 'Your account with ada@example.org is ready');
});
