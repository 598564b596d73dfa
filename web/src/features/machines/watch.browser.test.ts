import { AdminMachine, type Machine, MachineLogPage } from '@coinslot/shared/http/machines.ts';
import { expect, test } from 'vitest';
import { answer, nothing } from '../../testing/answers.ts';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aMember, anAdmin, minutesFromNow } from '../../testing/data-catalog.ts';
import {
  aMachine,
  aReadyMachine,
  anAdminMachine,
  aStoppedMachine,
  logLine,
  someLog,
} from '../../testing/data-machines.ts';
import { pressButton, seeText, typeInto } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

async function openMachine(machine: Machine): Promise<void> {
  const { page, broker } = fixture;
  broker.world.me = aMember();
  broker.world.machines = [machine];
  broker.live.send('machine', machine);
  await page.goto(`${broker.url}/machines/${machine.id}`);
  await page.waitForSelector('[data-live="live"]');
}

function logText(): Promise<string> {
  return fixture.page.$eval('[role="log"]', (box) => (box as HTMLElement).innerText);
}

test('what a machine prints is shown as text without escape sequences', async () => {
  const { page, broker } = fixture;
  await openMachine(aMachine());
  broker.live.send('log', { chunks: someLog(4) });
  await seeText(page, 'started <b>not bold</b> <script>alert(1)</script>');
  expect(await logText()).not.toContain('[32m');
  expect(await page.$('[role="log"] b')).toBeNull();
});

test('the log follows its end until one scrolls up, and the search counts and walks its matches', async () => {
  const { page, broker } = fixture;
  await openMachine(aMachine());
  broker.live.send('log', { chunks: someLog(400) });
  await seeText(page, 'Unpacking package 396 of 396');
  await page.hover('[role="log"]');
  await page.mouse.wheel({ deltaY: -600 });
  await page.waitForSelector('button[aria-label="Follow the end"][aria-pressed="false"]');
  broker.live.send('log', { chunks: [logLine(401, 'the very last line')] });

  await typeInto(page, 'Search the log', 'package 39');
  await seeText(page, '1 of 8');
  await page.waitForSelector('[role="log"] mark');
  await page.keyboard.press('Enter');
  await seeText(page, '2 of 8');
  await pressButton(page, 'Match before');
  await seeText(page, '1 of 8');
  // The counter is there before the log has scrolled to the match.
  await seeText(page, 'Unpacking package 39 of 396');
  expect(await logText()).not.toContain('the very last line');
  await pressButton(page, 'Follow the end');
  await seeText(page, 'the very last line');
});

test('the coins that come back at a stop are told as they were bought, also when the product is not on sale any more', async () => {
  const { page, broker } = fixture;
  broker.world.products = [];
  await openMachine({ ...aReadyMachine(), refundsUnusedOnStop: true });
  await pressButton(page, 'Stop');
  await seeText(page, 'The coins for the unused time come back, in whole coins.');
});

test('who stops a machine that nobody can reach is told that the coins since then come back', async () => {
  const { page } = fixture;
  const since = new Date(Date.now() - 4 * 60_000).toISOString();
  const until = new Date(Date.now() + 6 * 60_000).toISOString();
  const health = { state: 'degraded', checkedAt: since, degradedSince: since, degradedUntil: until } as const;
  await openMachine({ ...aReadyMachine(), health });
  await pressButton(page, 'Stop');
  await seeText(page, 'Nobody can reach it: the coins for the time since');
});

test('stopping is confirmed, says what is refunded, and is sent once', async () => {
  const { page, broker } = fixture;
  const ready = aReadyMachine();
  await openMachine(ready);
  broker.route(`POST /api/v1/machines/${ready.id}/stop`, () => {
    broker.live.send('machine', aStoppedMachine());
    return nothing;
  });
  await pressButton(page, 'Stop');
  await seeText(page, 'Nothing is refunded: the unused time is lost.');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[role="dialog"]', { hidden: true });
  await pressButton(page, 'Stop');
  await pressButton(page, 'Stop it');
  await seeText(page, 'How it ended');
  const stops = broker.requests.filter(({ path }) => path.endsWith('/stop'));
  expect(stops).toHaveLength(1);
  expect(stops[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{32,36}$/);
});

test('the password is hidden until it is asked for', async () => {
  const { page } = fixture;
  await openMachine(aReadyMachine());
  await page.waitForSelector('[data-testid="password"]');
  expect(await page.$eval('[data-testid="password"]', (field) => field.textContent)).not.toContain('kelp');
  await pressButton(page, 'Show password');
  await expect
    .poll(() => page.$eval('[data-testid="password"]', (field) => field.textContent))
    .toBe('kelp-Onyx-4417-harbour');
});

test('a machine that ends within two minutes warns on the page and in the title', async () => {
  const { page } = fixture;
  await openMachine(aReadyMachine({ expiresAt: minutesFromNow(1.5) }));
  await seeText(page, 'It ends in less than 2 minutes. Save your work, or add time here.');
  await expect.poll(() => page.title()).toMatch(/^1:\d\d left · bright-lynx/);
});

test('an admin who looks on when a machine ends still gets the lines that come after its end', async () => {
  const { page, broker } = fixture;
  const over = AdminMachine.parse({ ...anAdminMachine(), ...aStoppedMachine() });
  broker.world.me = anAdmin();
  broker.route('GET /api/v1/admin/machines/:id', () => answer(AdminMachine, over));
  const asked: number[] = [];
  broker.route('GET /api/v1/admin/machines/:id/logs', () => {
    asked.push(Date.now());
    // What comes later than a second after the first look is the tail.
    const isTail = Date.now() - (asked[0] ?? 0) > 1000;
    const items = isTail ? [logLine(2, 'the last words')] : [logLine(1, 'nearly over')];
    return answer(MachineLogPage, { items, next: isTail ? '1.2' : '1.1', capped: false });
  });
  await page.goto(`${broker.url}/admin/machines/${over.id}`);
  await seeText(page, 'nearly over');
  await seeText(page, 'the last words');
});
