import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember, aProduct } from '../../testing/data-catalog.ts';
import { pressButton, seeText } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

test('a discount shows both prices, and a price that changed with a role is shown again before anything is bought', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember({ perks: { mayBuy: true, discountPercent: 20 } });
  broker.world.products = [aProduct({ price: 16, listPrice: 20 })];
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'instead of 20 coins');
  await pressButton(page, 'Buy Linux small');
  await seeText(page, 'Without your discount');
  // The role is taken away between looking and buying; the product itself is as it was.
  broker.world.products = [aProduct({ price: 20, listPrice: 20 })];
  await pressButton(page, 'Buy for 16 coins');
  await seeText(page, 'it costs 20 coins now instead of 16 coins');
  expect(broker.world.machines).toEqual([]);
  await pressButton(page, 'Buy for 20 coins');
  await page.waitForFunction(() => location.pathname.startsWith('/machines/'));
  expect(broker.requests.filter(({ method }) => method === 'POST').map(({ body }) => body)).toMatchObject([
    { price: 16 },
    { price: 20 },
  ]);
});

test('where only holders of a role may buy, others are told before they try', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember({ perks: { mayBuy: false, discountPercent: 0 } });
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'Only members with certain Discord roles may buy here.');
  await expect
    .poll(() => page.$$eval('main li button', (buttons) => buttons.map((button) => button.disabled)))
    .toEqual([true, true, true, true]);
});
