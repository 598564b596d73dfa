import { expect, test } from 'vitest';
import { problem } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember, aWallet, manyProducts } from '../../testing/data-catalog.ts';
import { pressButton, seeText, typeInto, until } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

function purchases() {
  return fixture.broker.requests.filter(
    ({ method, path }) => method === 'POST' && path === '/api/v1/machines',
  );
}

/** The page waits a tenth of what it would: it repeats a lost act for 20 s before it gives up. */
function passTimeTenfold(): void {
  const wait = window.setTimeout;
  window.setTimeout = ((act: TimerHandler, ms = 0) => wait(act, ms / 10)) as typeof window.setTimeout;
}

test('a visitor registers, opens the shop and buys; a double click is one purchase', async () => {
  const { page, broker } = fixture;
  await page.goto(`${broker.url}/register`);
  await typeInto(page, 'Name', 'Ada Moreno');
  await typeInto(page, 'E-mail', 'ada@example.org');
  await typeInto(page, 'Password', 'short');
  await pressButton(page, 'Create account');
  await seeText(page, 'At least 10 characters');
  await typeInto(page, 'Password', ' but now long enough');
  await pressButton(page, 'Create account');
  await seeText(page, 'Pick a machine');

  await pressButton(page, 'Buy Linux small');
  await seeText(page, '20 earned');
  const buy = await page.waitForSelector('::-p-aria([name="Buy for 20 coins"][role="button"])');
  await buy?.click({ count: 2 });
  await seeText(page, 'Your machine is being set up');
  expect(new URL(page.url()).pathname).toMatch(/^\/machines\/[0-9a-f-]{36}$/);
  expect(purchases()).toHaveLength(1);
});

test('a click that comes after the answer of the first one buys nothing more', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await page.waitForSelector('::-p-aria([name="Buy for 20 coins"][role="button"])');
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll('[role="dialog"] button')];
    const button = buttons.find((each) => each.textContent?.startsWith('Buy for'));
    for (let click = 0; click < 20; click += 1)
      setTimeout(() => (button as HTMLButtonElement).click(), click * 15);
  });
  await seeText(page, 'Your machine is being set up');
  expect(purchases()).toHaveLength(1);
});

test('a lost answer is asked for again with the same Idempotency-Key, also from a dialog or a page opened anew', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  const machineRoute = broker.routes['POST /api/v1/machines'];
  let dropping = true;
  await page.evaluateOnNewDocument(passTimeTenfold);
  broker.route('POST /api/v1/machines', (request, world) =>
    dropping || !machineRoute ? 'drop' : machineRoute(request, world),
  );
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'it is not known whether this happened');
  // The page tried three times by itself; now the member presses again.
  const tries = purchases().length;
  expect(tries).toBeGreaterThanOrEqual(3);
  await pressButton(page, 'Not now');
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await until(() => purchases().length > tries, 'the same purchase again');
  await page.reload();
  dropping = false;
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'Your machine is being set up');
  const keys = purchases().map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys).size).toBe(1);
});

test('a purchase is never repeated on the account of somebody else who signed in meanwhile', async () => {
  const { page, broker } = fixture;
  const [ada, grace] = [aMember(), aMember({ id: crypto.randomUUID(), name: 'Grace Hopper' })];
  const machineRoute = broker.routes['POST /api/v1/machines'];
  // Another tab signs in while the server is away. Then this one learns it by the refusal, or before it repeats the act.
  for (const learnsItBefore of [false, true]) {
    broker.world.me = ada;
    broker.route('POST /api/v1/machines', () => {
      broker.world.me = grace;
      if (machineRoute && !learnsItBefore) broker.route('POST /api/v1/machines', machineRoute);
      return 'drop';
    });
    await page.goto(`${broker.url}/shop`);
    await pressButton(page, 'Buy Linux small');
    await pressButton(page, 'Buy for 20 coins');
    if (learnsItBefore) await page.evaluate(() => void window.dispatchEvent(new Event('visibilitychange')));
    await seeText(page, 'You are signed in as somebody else now.');
    expect(broker.world.machines).toEqual([]);
    expect(new Set(purchases().map(({ headers }) => headers['coinslot-member']))).toEqual(new Set([ada.id]));
  }
});

test('a purchase that waits for the queue is not sent by itself once somebody else is signed in', async () => {
  const { page, broker } = fixture;
  const [ada, grace] = [aMember(), aMember({ id: crypto.randomUUID(), name: 'Grace Hopper' })];
  broker.world.me = ada;
  broker.world.queueFull = true;
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await page.locator('::-p-aria([name="Try again by itself as soon as it may"])').click();
  broker.world.me = grace;
  broker.world.queueFull = false;
  await page.evaluate(() => void window.dispatchEvent(new Event('visibilitychange')));
  await seeText(page, 'You are signed in as somebody else now.');
  expect(broker.world.machines).toEqual([]);
  expect(new Set(purchases().map(({ headers }) => headers['coinslot-member']))).toEqual(new Set([ada.id]));
});

test('a purchase that had happened at a try whose answer was lost is said so, and bought anew only by a further press', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  const machineRoute = broker.routes['POST /api/v1/machines'];
  if (!machineRoute) throw new Error('no route buys a machine');
  await page.evaluateOnNewDocument(passTimeTenfold);
  broker.route('POST /api/v1/machines', () => 'drop');
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'it is not known whether this happened');
  await pressButton(page, 'Not now');
  broker.route('POST /api/v1/machines', async (request, world) => {
    const answered = await machineRoute(request, world);
    return answered === 'drop' ? answered : { ...answered, isReplay: true };
  });
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'This had happened already; nothing was done now.');
  const [lost] = purchases().map(({ headers }) => headers['idempotency-key']);
  broker.route('POST /api/v1/machines', machineRoute);
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await until(() => broker.world.machines.length === 2, 'the further purchase');
  expect(purchases().at(-1)?.headers['idempotency-key']).not.toBe(lost);
});

test('a purchase whose answer was lost is still the same one after its member was signed out meanwhile', async () => {
  const { page, broker } = fixture;
  const ada = aMember();
  broker.world.me = ada;
  const machineRoute = broker.routes['POST /api/v1/machines'];
  broker.route('POST /api/v1/machines', () => {
    if (purchases().length === 1) return 'drop';
    broker.world.me = null;
    return problem('unauthenticated');
  });
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await until(() => page.url().includes('/sign-in'), 'the sign-in page');
  if (machineRoute) broker.route('POST /api/v1/machines', machineRoute);
  broker.world.me = ada;
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'Your machine is being set up');
  expect(new Set(purchases().map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('terms that were changed under an open dialog are shown and asked for again, and only then bought', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  broker.world.products = broker.world.products.map((product) =>
    product.name === 'Linux small' ? { ...product, price: 30, revision: 2, servedNow: false } : product,
  );
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'it costs 30 coins now instead of 20 coins');
  await seeText(page, 'No worker for it is there just now');
  await pressButton(page, 'Buy for 30 coins');
  await seeText(page, 'Your machine is being set up');
  expect(purchases().map(({ body }) => (body as { revision: number }).revision)).toEqual([1, 2]);
});

test('too few coins on the server is said with what is missing, and trying again is a new act', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.route('POST /api/v1/machines', () => problem('insufficient_coins', { params: { missing: 7 } }));
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'You are missing 7 coins. Nothing was taken.');
  await pressButton(page, 'Try again');
  await until(() => purchases().length === 2, 'the second purchase');
  expect(new Set(purchases().map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
});

test('with no coins the shop is readable, nothing can be bought, and the missing coins are named', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember({ wallet: aWallet({ availableEarned: 0, availableBought: 0 }) });
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'You are missing 20 coins.');
  await expect
    .poll(() => page.$$eval('main li button', (buttons) => buttons.map((button) => button.disabled)))
    .toEqual([true, true, true, true]);
});

test('a session that ended leads to the sign-in page and back to where one was', async () => {
  const { page, broker } = fixture;
  await page.goto(`${broker.url}/wallet`);
  await seeText(page, 'Good to see you again');
  await expect.poll(() => new URL(page.url()).search).toBe('?return=%2Fwallet');
  broker.world.me = null;
  await typeInto(page, 'E-mail', 'ada@example.org');
  await typeInto(page, 'Password', 'a long password');
  await pressButton(page, 'Sign in');
  await seeText(page, 'Every movement');
});

test('an answer that breaks its contract is an error with a retry, not a broken page', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  const products = broker.routes['GET /api/v1/products'];
  broker.route('GET /api/v1/products', () => ({ status: 200, body: { items: [{ id: 7 }] } }));
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'sent an answer this page does not understand');
  if (products) broker.route('GET /api/v1/products', products);
  await pressButton(page, 'Try again');
  await seeText(page, 'Linux large');
});

test('a full queue makes the button wait as long as the server asks, and try again by itself where that was wished', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.world.queueFull = true;
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'Too many members are waiting.');
  await page.waitForFunction(() => /Try again in \d s/.test(document.body.innerText));
  await page.waitForSelector('::-p-aria([name="Try again"][role="button"]):not(:disabled)');
  await pressButton(page, 'Try again');
  await until(() => purchases().length === 2, 'the second try, by hand');
  await page.locator('::-p-aria([name="Try again by itself as soon as it may"])').click();
  await until(() => purchases().length === 3, 'the third try, by itself');
  broker.world.queueFull = false;
  await seeText(page, 'Your machine is being set up');
  expect(new Set(purchases().map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('more than a few products are narrowed by size and graphics card', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.world.products = manyProducts();
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'GPU: 4 × NVIDIA L40S, 48 GB each');
  await seeText(page, '6 of 6');
  await pressButton(page, 'With GPU');
  await seeText(page, '2 of 6');
  await pressButton(page, 'Huge');
  await seeText(page, '1 of 6');
  await seeText(page, 'No worker in service can run it just now.');
  await pressButton(page, 'Tiny');
  await seeText(page, 'No machine is like that');
});

test('who has to confirm the address is told so in the shop and at a refused purchase, and sends the mail from there', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.route('POST /api/v1/machines', () => problem('email_not_verified'));
  broker.route('POST /api/v1/account/email/verification', () => ({ status: 202, body: null }));
  await page.goto(`${broker.url}/shop`);
  await pressButton(page, 'Buy Linux small');
  // Switched on meanwhile: the page learns it from the refusal.
  broker.world.me = aMember({ emailVerified: false, emailConfirmationNeeded: true });
  await pressButton(page, 'Buy for 20 coins');
  await seeText(page, 'must be confirmed before you can buy');
  // The banner behind the dialog has the same button; it comes when the page has asked anew who is signed in.
  await seeText(page, 'Confirm ada@example.org to buy');
  await page.locator('[role="dialog"] ::-p-text(Send the mail)').click();
  await seeText(page, 'A link is on its way.');
  await page.goto(`${broker.url}/shop`);
  await seeText(page, 'Confirm ada@example.org to buy');
  await seeText(page, 'Confirm your e-mail address first.');
});
