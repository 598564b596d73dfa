import { EndpointList, Machine } from '@coinslot/shared/http/machines.ts';
import { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { expect, test } from 'vitest';
import { answer, problem } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember, aWallet, minutesFromNow } from '../../testing/data-catalog.ts';
import { aQueuedMachine, aReadyMachine, askForTime, beginRestart } from '../../testing/data-machines.ts';
import { anEndpoint } from '../../testing/data-ways-in.ts';
import { pressButton, seeText, until } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

async function openMachine(machine: Machine): Promise<void> {
  const { page, broker } = fixture;
  broker.world.me ??= aMember();
  broker.world.machines = [machine];
  broker.live.send('machine', machine);
  await page.goto(`${broker.url}/machines/${machine.id}`);
  await page.waitForSelector('[data-live="live"]');
}

function sent(ending: string) {
  return fixture.broker.requests.filter(({ method, path }) => method !== 'GET' && path.endsWith(ending));
}

function isDisabled(name: string): Promise<boolean> {
  return fixture.page.$eval(`::-p-aria([name="${name}"][role="button"])`, (button) =>
    (button as HTMLButtonElement).matches(':disabled'),
  );
}

const addTime = 'Add 30 minutes for 10 coins';

test('time is bought after its price was said, sent once, shown while the lab is asked, and then moves the end', async () => {
  const { page, broker } = fixture;
  const ready = aReadyMachine();
  await openMachine(ready);
  await seeText(page, 'You would have 150 coins left, and it would end at');
  broker.route('POST /api/v1/machines/:id/extend', () => {
    const asked = askForTime(ready);
    broker.world.machines = [asked];
    broker.live.send('machine', asked);
    return answer(Machine, asked, 202);
  });
  await pressButton(page, addTime);
  await seeText(page, 'Ends then');
  const pay = await page.waitForSelector('::-p-aria([name="Pay 10 coins"][role="button"])');
  await pay?.click({ count: 2 });
  await seeText(page, 'They come back if the lab says no.');
  await expect.poll(() => isDisabled('Asking the lab for 30 minutes')).toBe(true);
  await seeText(page, '20 coins paid, 10 set aside');
  expect(sent('/extend')).toHaveLength(1);

  const longer = aReadyMachine({
    expiresAt: minutesFromNow(88),
    charge: { state: 'captured', price: 30, fromEarned: 25, fromBought: 5, refunded: 0 },
  });
  broker.world.machines = [longer];
  broker.live.send('machine', longer);
  await page.waitForFunction(() => /1:27:\d\d/.test(document.body.innerText));
  await seeText(page, '30 minutes added. It ends at');
  const fonts = await page.$eval('[data-sonner-toast]', (toast) => getComputedStyle(toast).fontFamily);
  expect(fonts).toMatch(/^"?Figtree/);
  // And once more: the first act does not stand in the way of the second.
  await pressButton(page, addTime);
  await pressButton(page, 'Pay 10 coins');
  await until(() => sent('/extend').length === 2, 'the second extension');
  expect(new Set(sent('/extend').map(({ headers }) => headers['idempotency-key'])).size).toBe(2);
});

test('coins that were spent in another tab are counted when the price is said', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine());
  await seeText(page, 'You would have 150 coins left');
  broker.world.me = aMember({ wallet: aWallet({ availableEarned: 10, availableBought: 7 }) });
  await pressButton(page, addTime);
  await page.waitForFunction(() =>
    /Left afterwards\s*7/.test((document.querySelector('[role="dialog"]') as HTMLElement).innerText),
  );
});

test('what the lab refused is said in plain words with the coins that came back', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine());
  const event = { kind: 'extension', minutes: 30, price: 10, automatic: false } as const;
  const at = minutesFromNow(0);
  broker.live.send('event', MachineEvent.parse({ ...event, n: 1, at, state: 'pending', text: null }));
  broker.live.send(
    'event',
    MachineEvent.parse({ ...event, n: 2, at, state: 'refused', text: 'The lab gives no more time.' }),
  );
  await seeText(page, 'No time was added. The lab gives no more time. Your 10 coins came back.');
});

test('too few coins, and a life that cannot be longer, disable the button and say why', async () => {
  const { page, broker } = fixture;
  broker.world.me = aMember({ wallet: aWallet({ availableEarned: 3, availableBought: 0 }) });
  await openMachine(aReadyMachine());
  await seeText(page, 'You are missing 7 coins for more time.');
  await expect.poll(() => isDisabled(addTime)).toBe(true);
  const offer = aReadyMachine().extension;
  if (!offer) throw new Error('the machine offers no time');
  broker.live.send(
    'machine',
    aReadyMachine({ extension: { ...offer, canExtend: false, whyNot: 'max_life' } }),
  );
  await seeText(page, 'at the latest.');
});

test('a refused request keeps the dialog open with the reason', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine());
  broker.route('POST /api/v1/machines/:id/extend', () =>
    problem('machine_not_extendable', { detail: 'It ends in a moment.' }),
  );
  await pressButton(page, addTime);
  await pressButton(page, 'Pay 10 coins');
  await seeText(page, 'It ends in a moment.');
  await page.waitForSelector('::-p-aria([name="Try again"][role="button"])');
});

test('extending by itself is switched on and off, and says why it switched itself off', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine());
  await seeText(page, 'Off. Switched on, it buys 30 minutes for 10 coins shortly before each end');
  const toggle = '::-p-aria([name="Extend by itself"][role="switch"])';
  await page.locator(toggle).click();
  await seeText(page, 'On: buys 30 minutes for 10 coins');
  await page.locator(toggle).click();
  await seeText(page, 'Off. Switched on');
  expect(sent('/auto-extend').map(({ method, body }) => ({ method, body }))).toEqual([
    { method: 'PUT', body: { enabled: true } },
    { method: 'PUT', body: { enabled: false } },
  ]);
  broker.live.send('machine', aReadyMachine({ autoExtendStopped: 'You had too few coins.' }));
  await seeText(page, 'It switched itself off: You had too few coins.');
});

test('a restart is confirmed, hides the way in while it runs, and shows the new one afterwards', async () => {
  const { page, broker } = fixture;
  const ready = aReadyMachine();
  await openMachine(ready);
  await seeText(page, 'ssh -p 22022');
  await pressButton(page, 'Restart');
  await seeText(page, 'Files that were saved stay.');
  await pressButton(page, 'Restart it');
  await until(() => sent('/restart').length === 1, 'the restart');
  broker.live.send('machine', beginRestart(ready));
  await seeText(page, 'The way in is closed while it restarts.');
  await page.waitForSelector('[data-testid="password"]', { hidden: true });
  const asked = () => broker.requests.filter(({ path }) => path.endsWith('/endpoints')).length;
  const before = asked();
  broker.world.machines = [ready];
  broker.live.send('machine', ready);
  await page.waitForSelector('[data-testid="password"]');
  await until(() => asked() > before, 'the new way in');
});

test('after a restart that failed the page says why there is no way in, and shows it when the machine answers', async () => {
  const { page, broker } = fixture;
  const restart = { canRestart: true, pendingSince: null, failure: 'The lab answered with an error.' };
  const degraded = {
    state: 'degraded',
    checkedAt: minutesFromNow(0),
    degradedSince: minutesFromNow(-2),
    degradedUntil: minutesFromNow(8),
  } as const;
  broker.route('GET /api/v1/machines/:id/endpoints', () => answer(EndpointList, { items: [] }));
  await openMachine(aReadyMachine({ restart, health: degraded }));
  await seeText(page, 'the machine does not answer since its restart');
  broker.route('GET /api/v1/machines/:id/endpoints', () => answer(EndpointList, { items: [anEndpoint()] }));
  broker.live.send('machine', aReadyMachine({ restart }));
  await page.waitForSelector('[data-testid="password"]');
});

test('a machine that does not answer says until when it has, and that the coins come back', async () => {
  const { page, broker } = fixture;
  await openMachine(aReadyMachine());
  await seeText(page, 'It missed 1 of the last 40 checks');
  broker.live.send(
    'machine',
    aReadyMachine({
      health: {
        state: 'degraded',
        checkedAt: minutesFromNow(0),
        degradedSince: minutesFromNow(-2),
        degradedUntil: minutesFromNow(8),
      },
    }),
  );
  await seeText(page, 'Its way in does not answer since');
  await seeText(page, 'and the coins for the time since then come back.');
});

test('a waiting machine shows its place and band, what blocks it at once, and a place that moves on', async () => {
  const { page, broker } = fixture;
  await openMachine(aQueuedMachine());
  await seeText(page, 'Waiting for a free place: 3rd of 5');
  await seeText(page, 'Ready in about 2 to 5 min.');
  broker.live.send(
    'machine',
    aQueuedMachine({
      queue: { position: 2, of: 5, wait: null, blocked: 'no_seat', givesUpAt: minutesFromNow(9) },
    }),
  );
  await seeText(page, 'Waiting for a free place: 2nd of 5');
  await seeText(page, 'None of the accounts at this lab may be used just now.');
  await page.waitForSelector('::-p-aria([name="Cancel"][role="button"])');
});

test('a dialog closed by the keyboard gives the focus back to the button it came from', async () => {
  const { page } = fixture;
  await openMachine(aReadyMachine());
  await page.focus(`::-p-aria([name="${addTime}"][role="button"])`);
  await page.keyboard.press('Enter');
  await seeText(page, 'Ends then');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role="dialog"]', { hidden: true });
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain(addTime);
});
