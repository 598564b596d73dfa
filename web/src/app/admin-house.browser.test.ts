import { expect, test } from 'vitest';
import { openBrowserFixture } from '../testing/browser-fixture.ts';
import { aMember, anAdmin, minutesFromNow, uuid } from '../testing/data-catalog.ts';
import { followLink, pressButton, seeText, typeInto, until } from '../testing/page-acts.ts';

const fixture = openBrowserFixture();

function lastBody(method: string, ending: string): unknown {
  return fixture.broker.requests.findLast((sent) => sent.method === method && sent.path.endsWith(ending))
    ?.body;
}

test('a member is found, noted, given a role, and disabled with a reason after the consequences were said', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  broker.world.house.users = broker.world.house.users.map((user) => ({ ...user, roles: ['watcher'] }));
  await page.goto(`${broker.url}/admin/users`);
  await seeText(page, 'Constantinopolitanus');
  await typeInto(page, 'Search members', 'bo');
  await page.waitForFunction(() => !document.body.innerText.includes('Constantinopolitanus'));
  await expect.poll(() => page.url()).toContain('search=bo');
  await page.locator(`a[href="/admin/users/${uuid(2)}"]`).click();

  await typeInto(page, 'New note', 'Asked twice');
  await pressButton(page, 'Add the note');
  await seeText(page, 'Asked twice');

  await pressButton(page, 'Change roles');
  await page.locator('::-p-aria([name="helper"][role="checkbox"])').click();
  await typeInto(page, 'Reason', 'Helps in the evening');
  await pressButton(page, 'Save the roles');
  await seeText(page, 'The roles of Bo Lindqvist are saved.');
  expect(lastBody('PUT', '/roles')).toEqual({
    roles: ['helper', 'watcher'],
    knownRoles: ['watcher'],
    reason: 'Helps in the evening',
  });

  await pressButton(page, 'Disable Bo Lindqvist');
  await seeText(page, '1 machine is ended within seconds.');
  await seeText(page, 'What was paid for machines that are ready (6 coins) is not refunded.');
  await typeInto(page, 'Reason', 'Sold the account');
  await pressButton(page, 'Disable the account');
  await seeText(page, 'by Ada Moreno: Sold the account');
});

test('settings that somebody else saved first keep what was typed; a secret is sent only when it was typed anew', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/settings`);
  await typeInto(page, 'Name of the house', ' of ours');
  broker.world.house.settings.general.revision = 9;
  broker.world.house.settings.general.values.supportContact = 'elsewhere@attic.example';
  await pressButton(page, 'Save');
  await seeText(page, 'They changed: Whom to ask');
  await pressButton(page, 'Keep what I typed');
  await pressButton(page, 'Save');
  await seeText(page, 'The settings are saved.');
  expect(lastBody('PUT', '/general')).toEqual({
    values: { name: 'Attic lab of ours', supportContact: 'help@attic.example' },
    revision: 9,
  });

  await page.goto(`${broker.url}/admin/settings/sign-in/discord`);
  await seeText(page, 'https://coins.attic.example/api/auth/callback/discord');
  await page.locator('::-p-aria([name="Members may sign in by Discord"][role="checkbox"])').click();
  await pressButton(page, 'Save');
  await seeText(page, 'they would be locked out');
  await pressButton(page, 'Switch it off all the same');
  await seeText(page, 'Signing in by Discord is saved.');
  expect(lastBody('PUT', '/discord')).toEqual({
    enabled: false,
    clientId: '1122334455667788',
    revision: 1,
    force: true,
  });
  await pressButton(page, 'Test what is saved');
  await seeText(page, 'Everything was right');

  await page.goto(`${broker.url}/admin/settings/discord`);
  await pressButton(page, 'Add a role');
  await page.locator('[aria-label="Role 2"] select').fill('323456789012345678');
  await pressButton(page, 'Save');
  await seeText(page, 'The Discord server is saved.');
  expect(lastBody('PUT', '/admin/discord')).toMatchObject({
    rules: [{}, { roleId: '323456789012345678', roleName: 'Teacher', perks: { discountPercent: 0 } }],
  });
});

test('whom it shuts out to ask for confirmed addresses is said before it is saved', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  const { members } = broker.world.house.settings;
  const box = '::-p-aria([name="The e-mail address must be confirmed"][role="checkbox"])';
  Object.assign(members, { unconfirmed: 5, mailMissing: false });
  await page.goto(`${broker.url}/admin/settings/members`);
  await page.locator(box).click();
  await seeText(
    page,
    '5 members have not confirmed their address, and can buy nothing from the moment you save',
  );
  // Not asked for: nothing to warn of, and nothing unsaved that keeps the page.
  await page.locator(box).click();
  await page.waitForFunction(() => !document.body.innerText.includes('from the moment you save'));

  Object.assign(members, { mailMissing: true });
  await page.reload();
  await page.locator(box).click();
  await seeText(page, 'No mail goes out yet: without it nobody could confirm an address.');
  await page.waitForSelector('main a[href="/admin/settings/mail"]');
});

test('a voucher is made and its codes copied; an announcement takes a pasted image; a failed mail is tried again', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/vouchers/new`);
  await typeInto(page, 'Name', 'Open day');
  await typeInto(page, 'Coins for each redemption', '25');
  await page.locator('::-p-aria([name="One code of your own"][role="radio"])').click();
  await typeInto(page, 'The code', 'OPEN-DAY-26');
  await page.locator('::-p-aria([name="Uses of each code"])').fill('40');
  await seeText(page, 'At most 1,000 coins');
  await pressButton(page, 'Create the voucher');
  await seeText(page, 'Voucher Open day is made.');
  expect(lastBody('POST', '/vouchers')).toMatchObject({
    coins: 25,
    codes: { kind: 'chosen', code: 'OPEN-DAY-26' },
    totalUses: 40,
    startsAt: null,
  });
  await pressButton(page, 'Show them here');
  await seeText(page, 'ABCD-EFGH-JKLM');

  await page.goto(`${broker.url}/admin/announcements/new`);
  await typeInto(page, 'Title', 'Open day');
  await typeInto(page, 'Text', 'Come **all**');
  await page.evaluate(pasteImage);
  await page.waitForSelector('img[alt="the poster"]');
  await pressButton(page, 'Publish the announcement');
  await page.waitForFunction(() => location.pathname === '/admin/announcements');
  await seeText(page, 'read by nobody yet');
  expect(lastBody('POST', '/announcements')).toMatchObject({
    title: 'Open day',
    markdown: `Come **all**\n\n![the poster](/api/v1/assets/${uuid(980)})`,
  });

  await page.goto(`${broker.url}/admin/outbox?state=failed`);
  await page.locator(`a[href="/admin/outbox/${uuid(970)}"]`).click();
  await seeText(page, 'it is not shown');
  await pressButton(page, 'Try again');
  await pressButton(page, 'Send it again');
  await until(() => broker.requests.some(({ path }) => path.endsWith('/retry')), 'the retry');
});

test('an image that no text shows is deleted; the operator’s webhook is tried before the first alarm', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/announcements`);
  await seeText(page, 'A text shows it');
  const deletions = 'button[aria-label^="Delete the image of"]';
  await expect.poll(() => page.$$(deletions)).toHaveLength(1);
  await page.click(deletions);
  await pressButton(page, 'Delete it');
  await seeText(page, 'The image is deleted.');
  await page.waitForFunction((buttons) => document.querySelector(buttons) === null, {}, deletions);

  broker.world.house.webhook.webhook = { name: 'Attic alerts', setAt: minutesFromNow(-9), gone: false };
  await page.goto(`${broker.url}/admin/settings/alerts`);
  await pressButton(page, 'Send a test message');
  await seeText(page, 'Discord took the message');
});

test('the mail server stays while addresses must be confirmed, and the dialog leads to what asks for it', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  broker.world.house.settings.members.values.emailMustBeVerified = true;
  await page.setViewport({ width: 390, height: 844 });
  await page.goto(`${broker.url}/admin/settings/mail`);
  await pressButton(page, 'Take these settings away');
  await pressButton(page, 'Take them away');
  await seeText(page, 'Members must confirm their e-mail address');
  await followLink(page, 'Switch that off first');
  await page.locator('::-p-aria([name="The e-mail address must be confirmed"][role="checkbox"])').click();
  await pressButton(page, 'Save');
  await seeText(page, 'The settings are saved.');

  // The parts of the settings are one menu on a phone, which opens and closes by keys too.
  await page.focus('main details summary');
  await page.keyboard.press('Enter');
  await page.waitForSelector('main details[open]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('main details:not([open])');
  await page.keyboard.press('Space');
  await followLink(page, 'Mail');
  await pressButton(page, 'Take these settings away');
  await pressButton(page, 'Take them away');
  await seeText(page, 'The settings are gone.');
});

test('who may read members alone finds them, no act, and no other admin page', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember({ permissions: ['admin.users.read'] });
  await page.goto(`${broker.url}/admin`);
  await page.locator(`a[href="/admin/users/${uuid(2)}"]`).click();
  await seeText(page, 'Asked for more coins');
  const text = await page.evaluate(() => document.body.innerText);
  for (const hidden of [
    'Disable',
    'Change roles',
    'Adjust coins',
    'Movements of coins',
    'Sign out everywhere',
  ]) {
    expect(text).not.toContain(hidden);
  }
  expect(
    await page.$$eval('nav[aria-label="Admin"] a', (links) => links.map((link) => link.textContent)),
  ).toEqual(['People']);
  await page.goto(`${broker.url}/admin/settings`);
  await seeText(page, 'There is nothing here');
});

/** Pastes a picture into the text, as a browser does it. */
function pasteImage(): void {
  const bytes = Uint8Array.from(atob('R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=='), (c) =>
    c.charCodeAt(0),
  );
  const data = new DataTransfer();
  data.items.add(new File([bytes], 'the_poster.gif', { type: 'image/gif' }));
  document
    .querySelector('textarea')
    ?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}
