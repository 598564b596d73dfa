import { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { expect, test } from 'vitest';
import { openBrowserFixture } from '../../testing/browser-fixture.ts';
import { aWorker } from '../../testing/data-admin.ts';
import { anAdmin, uuid } from '../../testing/data-catalog.ts';
import { aBigFleet, aFleet, aWaitingMachine } from '../../testing/data-fleet.ts';
import { pressButton, seeText, until } from '../../testing/page-acts.ts';

const fixture = openBrowserFixture();

type Shift = { value: number; sources: { node: Node | null }[] };

test('the fleet changes while it is watched, and shows why a worker or a machine is stuck', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/fleet`);
  await seeText(page, 'Live');
  await until(() => broker.fleetLive.watchers() === 1, 'the page watches');
  broker.fleetLive.send(
    'fleet',
    aFleet({
      workers: [
        aWorker({ failing: { since: new Date().toISOString(), reason: 'Its browser does not start' } }),
        aWorker({
          id: uuid(303),
          name: 'shed-1',
          state: 'locked',
          stateReason: saidSentences.worker_key_copied,
        }),
      ],
      waiting: [aWaitingMachine(1, { name: 'stuck-heron', blocked: 'no_worker' })],
      waitingCount: 1,
      freePlaces: 0,
    }),
  );
  await seeText(page, 'stuck-heron');
  await seeText(page, 'no seat is free, slots are');
  await seeText(page, 'No worker of its pool is up');
  await pressButton(page, 'attic-1');
  await seeText(page, 'Its browser does not start');
  // What the broker itself wrote of a worker is said in the reader's language.
  await page.select('footer select', 'de');
  await pressButton(page, 'shed-1');
  await seeText(page, 'Eine Kopie seines Schlüssels scheint in Gebrauch zu sein');
});

test('an admin gives a worker other labels and slots', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/fleet`);
  await pressButton(page, 'attic-1');
  await pressButton(page, 'Labels and slots');
  await seeText(page, 'Pool Linux asks for linux');
  await page.locator('dialog, [role=dialog] input[type=number]').fill('6');
  await pressButton(page, 'Save');
  await seeText(page, 'attic-1 is saved');
});

test('when no socket opens the page asks instead, and says so', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  broker.fleetLive.refuse('everything');
  await page.goto(`${broker.url}/admin/fleet`);
  await seeText(page, 'Every 5 s');
  broker.world.operator.fleet = aFleet({
    waiting: [aWaitingMachine(1, { name: 'late-heron' })],
    waitingCount: 1,
  });
  await seeText(page, 'late-heron');
});

test('one pool is shown alone, and the choice stands in the address', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  broker.world.operator.fleet = aBigFleet();
  await page.goto(`${broker.url}/admin/fleet`);
  await seeText(page, 'worker-001');
  await page.select('select[aria-label="Pool"]', 'linux');
  await page.waitForFunction(() => !document.body.innerText.includes('worker-001'));
  await seeText(page, 'worker-000');
  await expect.poll(() => new URL(page.url()).search).toBe('?pool=linux');
});

test('200 workers and 100 waiting machines change in place: nothing jumps', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  broker.world.operator.fleet = aBigFleet();
  await page.goto(`${broker.url}/admin/fleet`);
  await seeText(page, 'worker-199');
  await page.evaluate(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as Shift[]) {
        // The queue's rows move up in their own panel; nothing else may move.
        const moved = entry.sources.filter(
          ({ node }) => !(node as Element | null)?.closest?.('ul[tabindex]'),
        );
        if (moved.length > 0) seen.shift += entry.value;
      }
    }).observe({ type: 'layout-shift' });
  });
  const before = await page.$$eval('section[aria-label="Workers"] button', (rows) =>
    rows.map((row) => row.textContent),
  );
  for (let round = 1; round <= 5; round += 1) {
    broker.fleetLive.send('fleet', busier(aBigFleet(), round));
    await seeText(page, `${400 + round} of 800`);
  }
  const after = await page.$$eval('section[aria-label="Workers"] button', (rows) =>
    rows.map((row) => row.textContent),
  );
  const { shift } = await page.evaluate(() => (window as unknown as { seen: { shift: number } }).seen);
  expect(after).toEqual(before);
  expect(shift).toBeLessThan(0.02);
});

/** The same fleet a moment later: the queue has moved on, and the workers came in another order. */
function busier(fleet: FleetSnapshot, round: number): FleetSnapshot {
  return FleetSnapshot.parse({
    ...fleet,
    slots: { total: 800, used: 400 + round, free: 400 - round },
    workers: fleet.workers
      .toReversed()
      .map((worker, index) => (index % 10 === round ? { ...worker, used: 4 } : worker)),
    waiting: fleet.waiting
      .slice(round)
      .map((machine, index) => ({ ...machine, position: index + 1, machineId: machine.machineId })),
    placements: [{ ...fleet.placements[0], leaseId: uuid(9000 + round) }, ...fleet.placements.slice(0, 29)],
  });
}

test('an admin who is signed out meanwhile is led to the sign-in page', async () => {
  const { page, broker } = fixture;
  broker.world.me = anAdmin();
  await page.goto(`${broker.url}/admin/fleet`);
  await seeText(page, 'Live');
  await until(() => broker.fleetLive.watchers() === 1, 'the page watches');
  broker.world.me = null;
  broker.fleetLive.closeWith(4401);
  await page.waitForFunction(() => location.pathname === '/sign-in');
});
