import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember, minutesFromNow } from '../../testing/data-catalog.ts';
import { pressButton, seeText, typeInto, until } from '../../testing/page-acts.ts';
import { fakeRecoveryCodes } from '../../testing/routes-account.ts';

const fixture = openBrowserFixture();

test('an act that needs to know who sits there asks, refuses a wrong password, and then goes on by itself', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.world.own.fresh = false;
  await page.goto(`${broker.url}/account/ways-in`);
  await pressButton(page, 'Change the password');
  await typeInto(page, 'Present password', 'the old one');
  await typeInto(page, 'New password', 'long enough to be a password');
  await pressButton(page, 'Set the password');
  await seeText(page, 'Please confirm that it is you');
  await typeInto(page, 'Password', 'wrong');
  await pressButton(page, 'Confirm');
  await seeText(page, 'was not right');
  await page.keyboard.down('Control');
  await page.focus('[role="dialog"] input[name="password"]');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.type('right');
  await pressButton(page, 'Confirm');
  await seeText(page, 'The password is set.');
  const sent = broker.requests.filter(({ path }) => path === '/api/v1/account/password');
  expect(sent.map(({ body }) => body)).toEqual([
    { current: 'the old one', next: 'long enough to be a password' },
    { current: 'the old one', next: 'long enough to be a password' },
  ]);
});

test('who does not want to confirm is told, and nothing is done', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.world.own.fresh = false;
  await page.goto(`${broker.url}/account/ways-in`);
  await pressButton(page, 'Unlink Discord');
  await pressButton(page, 'Unlink it');
  await seeText(page, 'Please confirm that it is you');
  await seeText(page, 'This changes who can use your account.');
  const shown = () =>
    page.$$eval('[role="dialog"], [role="alertdialog"]', (dialogs) =>
      dialogs
        .filter((dialog) => getComputedStyle(dialog).opacity !== '0')
        .map((dialog) => dialog.textContent),
    );
  await expect.poll(shown).toEqual([expect.stringContaining('Please confirm that it is you')]);
  await pressButton(page, 'Close');
  await seeText(page, 'then repeat it');
  expect(broker.world.own.identities.items).toHaveLength(1);
});

test('a wrong present password is said at its field', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/ways-in`);
  await pressButton(page, 'Change the password');
  await typeInto(page, 'Present password', 'wrong');
  await typeInto(page, 'New password', 'long enough to be a password');
  await pressButton(page, 'Set the password');
  await seeText(page, 'is not your password');
});

test('the second factor: a wrong first code, the recovery codes once, and off again', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/security`);
  await pressButton(page, 'Switch it on');
  await seeText(page, 'JBSW Y3DP');
  await page.waitForSelector('svg[role="img"] path');
  await typeInto(page, 'Code', '000000');
  await page.keyboard.press('Enter');
  await seeText(page, 'Enter the newest code');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await seeText(page, fakeRecoveryCodes[9] ?? '');
  // The dialog's way out waits for a word that they are kept.
  await expect
    .poll(() => page.$$eval('[role="dialog"] button:disabled', (buttons) => buttons.length))
    .toBe(1);
  await page.locator('[role="dialog"] input[type="checkbox"]').click();
  await pressButton(page, 'Done');
  await seeText(page, '10 recovery codes are left.');
  await expect.poll(() => page.evaluate(() => document.body.innerText)).not.toContain(fakeRecoveryCodes[0]);
  await pressButton(page, 'Switch it off');
  await seeText(page, 'opens your account');
  await pressButton(page, 'Switch it off');
  await seeText(page, 'The second factor is off.');
});

test('other browsers are signed out from here', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/security`);
  await pressButton(page, 'Sign out Safari on an iPhone');
  await pressButton(page, 'Sign it out');
  await until(() => broker.world.own.sessions.length === 2, 'one was signed out');
  await pressButton(page, 'Sign out all others');
  await pressButton(page, 'Sign them out');
  await seeText(page, '1 browser is signed out.');
});

test('deleting the account asks for a typed word, and leaves nothing in memory', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/data`);
  await pressButton(page, 'Delete my account');
  await typeInto(page, 'Type ada@example.org to go on', 'bo@example.org');
  await pressButton(page, 'Delete it for good');
  await seeText(page, 'That is something else');
  await page.$eval('input[name="typed"]', (input) => input.select());
  await page.keyboard.type('ada@example.org');
  await pressButton(page, 'Delete it for good');
  await seeText(page, 'Your account is deleted.');
});

test('whoever is signed out from elsewhere is told so before signing in again', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/data`);
  await seeText(page, 'Delete the account');
  broker.world.me = null;
  // As when the tab comes to the front again.
  await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
  await seeText(page, 'You were signed out');
});

test('an admin who looks through a member’s eyes can read and press nothing that acts', async () => {
  const { page, broker } = fixture;
  const viewingAs = { adminName: 'Bo', since: minutesFromNow(-1), until: minutesFromNow(29) };
  broker.world.me = aMember({ viewingAs });
  await page.goto(`${broker.url}/account/data`);
  await seeText(page, 'You see the pages as Ada Moreno');
  await seeText(page, 'Delete my account');
  const isDisabled = (text: string) =>
    page.$$eval(
      'main button',
      (buttons, wanted) => buttons.find((button) => button.innerText.includes(wanted))?.disabled,
      text,
    );
  await expect.poll(() => isDisabled('Delete my account')).toBe(true);
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'Linux large');
  await expect.poll(() => isDisabled('Buy')).toBe(true);
  await pressButton(page, 'Stop viewing');
  await until(() => broker.requests.some(({ method }) => method === 'DELETE'), 'the view is ended');
});
