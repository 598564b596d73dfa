import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember } from '../../testing/data-catalog.ts';
import { pressButton, seeText, typeInto } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();
const secret = 'cs_not-a-real-key-only-for-tests';

test('a key is made with a name and scopes, shown once, and revoked', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/account/keys`);
  await pressButton(page, 'Make a key');
  await pressButton(page, 'Make the key');
  await seeText(page, 'From 1 to 80 characters');
  for (const scope of ['Read the shop', 'Read your machines and their logs']) {
    await page.locator(`::-p-aria([name="${scope}"][role="checkbox"])`).click();
  }
  await typeInto(page, 'Name', 'Backup');
  await pressButton(page, 'Make the key');
  await seeText(page, 'Choose one or more');
  await page.locator('::-p-aria([name="Read your wallet and its movements"][role="checkbox"])').click();
  await pressButton(page, 'Make the key');
  await seeText(page, `Authorization: Bearer ${secret}`);
  expect(broker.requests.findLast(({ method }) => method === 'POST')?.body).toEqual({
    name: 'Backup',
    scopes: ['wallet.read'],
    expiresInDays: 90,
  });
  await pressButton(page, 'Done');
  await seeText(page, 'cs_N3wK3y00');
  expect(await page.evaluate(() => document.body.innerText)).not.toContain(secret);
  await pressButton(page, 'Revoke Backup');
  await pressButton(page, 'Revoke it');
  await seeText(page, 'The key is revoked.');
});

test('a program is let in with fewer scopes than it asks for; a code nobody waits with says so', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/device`);
  await typeInto(page, 'Code', 'bcdf');
  await pressButton(page, 'Go on');
  await seeText(page, 'Eight letters, like BCDF-GHJK');
  await typeInto(page, 'Code', ' zzzz');
  await pressButton(page, 'Go on');
  await seeText(page, 'No program waits with this code');
  await page.goto(`${broker.url}/device?code=BCDF-GHJK`);
  await seeText(page, 'attic');
  await page
    .locator(
      '::-p-aria([name="Buy machines with your coins, extend, restart and stop them"][role="checkbox"])',
    )
    .click();
  await pressButton(page, 'Yes, let it in');
  await seeText(page, 'The program is in.');
  expect(broker.requests.findLast(({ method }) => method === 'POST')?.body).toEqual({
    userCode: 'BCDF-GHJK',
    scopes: ['products.read', 'machines.read', 'wallet.read'],
  });
});

test('a program is refused', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/device?code=BCDF-GHJK`);
  await pressButton(page, 'No, refuse it');
  await seeText(page, 'The program was refused.');
  expect(broker.requests.findLast(({ method }) => method === 'POST')?.path).toBe('/api/v1/device/deny');
});
