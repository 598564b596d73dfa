import { expect, test } from 'vitest';
import { nothing } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { anAdmin } from '../../testing/data-catalog.ts';
import { pressButton, seeText, typeInto } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

test('whoever registers first is led to the setup code; a wrong one is refused at its field, the right one makes an admin', async () => {
  const { page, broker } = fixture;
  broker.world.setupNeeded = true;
  await page.goto(broker.url);
  await seeText(page, 'no admin yet');
  await page.goto(`${broker.url}/register`);
  await typeInto(page, 'Name', 'Ada Moreno');
  await typeInto(page, 'E-mail', 'ada@example.org');
  await typeInto(page, 'Password', 'long enough to be a password');
  await pressButton(page, 'Create account');
  await seeText(page, 'Set up this Coinslot');

  await typeInto(page, 'Setup code', 'wrong');
  await pressButton(page, 'Become the first admin');
  await seeText(page, 'This code is wrong, or was used already.');
  broker.route('POST /api/v1/setup', (_request, world) => {
    world.me = anAdmin();
    world.setupNeeded = false;
    return nothing;
  });
  await pressButton(page, 'Become the first admin');
  await seeText(page, 'Needs a person');
});

test('signing out forgets what was loaded', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'Linux large');
  await page.locator('nav[aria-label="Main"] a[href="/account"]').click();
  await seeText(page, 'ada@example.org');
  await pressButton(page, 'Sign out');
  await seeText(page, 'How it works');
  await expect.poll(() => page.evaluate(() => document.body.innerText)).not.toContain('Ada');
  await page.goBack();
  await seeText(page, 'Good to see you again');
});
