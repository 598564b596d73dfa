import { expect, test } from 'vitest';
import { problem } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aSite } from '../../testing/data-account.ts';
import { pressButton, seeText, typeInto } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

test('the house’s own name stands in the header and the window’s title, and whom to ask at the foot and beside a disabled account', async () => {
  const { page, broker } = fixture;
  broker.world.own.site = aSite({ name: 'The attic', supportContact: 'help@attic.example' });
  await page.goto(`${broker.url}/sign-in`);
  await seeText(page, 'The attic');
  await page.waitForFunction(() => document.title === 'Sign in · The attic');
  const contacts = () => page.$$eval('a[href="mailto:help@attic.example"]', (links) => links.length);
  await expect.poll(contacts).toBe(1);

  broker.route('POST /api/auth/sign-in/email', () => problem('account_disabled'));
  await typeInto(page, 'E-mail', 'ada@example.org');
  await typeInto(page, 'Password', 'long enough to be a password');
  await pressButton(page, 'Sign in');
  await seeText(page, 'This account was disabled.');
  await expect.poll(contacts).toBe(2);
});
