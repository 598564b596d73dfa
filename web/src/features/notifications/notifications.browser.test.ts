import { expect, test } from 'vitest';
import { nothing, problem } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { anAnnouncement, somePreferences } from '../../testing/data-account.ts';
import { aMember } from '../../testing/data-catalog.ts';
import { followLink, pressButton, seeText, typeInto, until } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

test('the bell counts what is unread, a row that is followed is read, and all can be', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/wallet`);
  await followLink(page, 'Notifications: 3 unread');
  await page.locator('::-p-aria([name="Only unread ones"][role="checkbox"])').click();
  await page.waitForFunction(() => !document.body.innerText.includes('from a voucher'));
  await page.locator('main a[href*="/machines/"]').click();
  await page.waitForSelector('a[aria-label="Notifications: 2 unread"]');
  await page.goBack();
  await pressButton(page, 'Mark all as read');
  await page.waitForSelector('a[aria-label="Notifications"]');
  await page.locator('::-p-aria([name="Only unread ones"][role="checkbox"])').click();
  await seeText(page, 'You have read everything');
});

test('what is told where is saved as a whole; a webhook that is not Discord’s is refused at its field', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/notifications`);
  await page.locator('::-p-aria([name="A machine is ready: Mail"][role="checkbox"])').click();
  await typeInto(page, 'Tell me when I have fewer coins than', '15');
  await pressButton(page, 'Save my choices');
  await seeText(page, 'Your choices are saved.');
  const { choices, lowBalanceBelow } = broker.world.own.preferences;
  expect(choices.machine_ready).toEqual({ page: true, mail: false, discord: false });
  expect(choices.machine_failed.mail).toBe(true);
  expect(lowBalanceBelow).toBe(15);

  await typeInto(page, 'Another webhook address', 'https://discord.com.evil.example/api/webhooks/1/x');
  await pressButton(page, 'Save the webhook');
  await seeText(page, 'Copy it from Discord');
  expect(broker.requests.some(({ path }) => path.endsWith('discord-webhook'))).toBe(false);
  await pressButton(page, 'Send a test message');
  await seeText(page, 'It is on its way.');
});

test('choices for Discord outlast the webhook that is missing', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  const { choices, ...rest } = somePreferences({ discord: null });
  const machineReady = { ...choices.machine_ready, discord: true };
  broker.world.own.preferences = { ...rest, choices: { ...choices, machine_ready: machineReady } };
  await page.goto(`${broker.url}/account/notifications`);
  await page.locator('::-p-aria([name="A machine is ready: Mail"][role="checkbox"])').click();
  await pressButton(page, 'Save my choices');
  await seeText(page, 'Your choices are saved.');
  expect(broker.world.own.preferences.choices.machine_ready).toEqual({
    page: true,
    mail: false,
    discord: true,
  });
});

test('a banner is read on its page or taken away, and then the next one shows', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  const next = anAnnouncement({ id: '00000000-0000-4000-8000-000000000652', title: 'Second', level: 'info' });
  broker.world.own.banners = [anAnnouncement(), next];
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'The labs are closed');
  await pressButton(page, 'Take away: The labs are closed on Friday night');
  await seeText(page, 'Second');
  await until(() => broker.world.own.banners.length === 1, 'it is dismissed');
  await followLink(page, 'Read Second');
  await seeText(page, 'GPU machines are here');
  await until(() => broker.requests.some(({ path }) => path === '/api/v1/announcements/read'), 'it is read');
});

test('changed terms are accepted from every page; when they changed once more meanwhile, the newer ones are asked for', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember({ termsChanged: { revision: 2 } });
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'The terms of this site have changed.');
  await page.waitForSelector('a[href="/terms"]');
  let newest = 3;
  broker.route('POST /api/v1/account/terms/accept', ({ body }, world) => {
    const isNewest = JSON.stringify(body) === JSON.stringify({ revision: newest });
    world.me = aMember({
      termsChanged: isNewest ? null : { revision: newest },
    });
    return isNewest ? nothing : problem('edited_meanwhile');
  });
  await pressButton(page, 'Accept');
  await until(() => broker.requests.filter(({ path }) => path === '/api/v1/me').length > 1, 'asked anew');
  await page.waitForSelector('[aria-label="Announcements"] button:not([disabled])');
  await pressButton(page, 'Accept');
  await page.waitForFunction(() => !document.body.innerText.includes('have changed.'));
  newest = 4;
  await page.reload();
  await seeText(page, 'Pick a machine');
  expect(await page.evaluate(() => document.body.innerText)).not.toContain('have changed.');
});

test('on a phone the page ends above what lies over its foot, however many banners there are and however tall', async () => {
  const { page, broker } = fixture;
  await page.setViewport({ width: 390, height: 844 });
  broker.world.setupNeeded = true;
  broker.world.own.banners = [anAnnouncement()];
  const email = 'a.very.long.name.of.somebody@students.university.example.org';
  for (const me of [
    aMember(),
    aMember({ email, emailConfirmationNeeded: true }),
    aMember({ termsChanged: { revision: 2 } }),
  ]) {
    broker.world.me = me;
    await page.goto(`${broker.url}/shop`);
    await seeText(page, 'Pick a machine');
    await page.waitForSelector('[role="region"][aria-label="Announcements"]');
    await seeText(page, 'This Coinslot has no admin yet.');
    await expect.poll(() => page.evaluate(endOfPage)).toBeLessThanOrEqual(0);
  }
});

/** By how many px the last of the page's contents reach below the upper edge of what is laid over its foot. */
function endOfPage(): number {
  window.scrollTo(0, document.documentElement.scrollHeight);
  const contents = document.querySelector('footer > div')?.getBoundingClientRect().bottom ?? Number.NaN;
  const banner = document.querySelector('[aria-label="Announcements"][role="region"]')?.parentElement;
  return contents - (banner?.getBoundingClientRect().top ?? 0);
}

test('Markdown of the house runs no script, shows no foreign picture and opens other sites apart', async () => {
  const { page, broker } = fixture;
  await page.goto(`${broker.url}/terms`);
  await seeText(page, 'Fair play');
  expect(await page.$$eval('main script, main img', (found) => found.length)).toBe(0);
  expect(await page.$$eval('main .markdown a', (links) => links.map(({ href, rel }) => [href, rel]))).toEqual(
    [['https://example.org/desk', 'noopener noreferrer']],
  );
  for (const text of ['<script>', 'a tracker', 'never']) await seeText(page, text);
});

test('a voucher’s code gives coins once; one that is used up says so and stays typed', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/redeem?code=USED`);
  await pressButton(page, 'Redeem');
  await page.waitForSelector('[role="alert"]');
  expect(await page.$eval('input[name="code"]', (input) => input.value)).toBe('USED');
  await page.goto(`${broker.url}/wallet`);
  await pressButton(page, 'Redeem a voucher');
  await typeInto(page, 'Voucher code', 'autumn 24');
  await pressButton(page, 'Redeem');
  await seeText(page, 'Autumn course: 50 coins are in your wallet.');
});
