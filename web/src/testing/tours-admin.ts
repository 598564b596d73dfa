import type { AdminMachine } from '@coinslot/shared/http/machines.ts';
import type { Page } from 'puppeteer';
import { aPool } from './data-admin.ts';
import { minutesFromNow } from './data-catalog.ts';
import { aFleet } from './data-fleet.ts';
import { aFailedMachine, aReadyMachine, anAdminMachine } from './data-machines.ts';
import { aLab, aSeat, anAdminProduct } from './data-operator.ts';
import type { FakeBroker } from './fake-broker.ts';
import { pressButton, seeText } from './page-acts.ts';
import { asAdmin, press, type Tour } from './tour-setup.ts';

/** Admin pages beside the operators' own. */
const watchTours: Tour[] = [
  { name: 'admin-fleet', path: '/admin/fleet', shows: 'median wait', prepare: withFleet(aFleet()) },
  {
    name: 'admin-fleet-worker',
    path: '/admin/fleet',
    shows: 'median wait',
    prepare: withFleet(aFleet()),
    act: async (page) => {
      await pressButton(page, 'attic-1');
      await seeText(page, 'Connected since');
    },
  },
  {
    name: 'admin-fleet-empty',
    path: '/admin/fleet',
    shows: 'Nobody waits',
    prepare: withFleet(
      aFleet({
        workers: [],
        waiting: [],
        placements: [],
        waitingCount: 0,
        slots: { total: 0, used: 0, free: 0 },
        medianWaitMs: null,
        medianPrepareMs: null,
      }),
    ),
  },
  {
    name: 'admin-enrol',
    path: '/admin/fleet',
    shows: 'median wait',
    prepare: asAdmin,
    act: (page) => press(page, 'Enrol a worker'),
    dialog: true,
  },
  { name: 'admin-machines', path: '/admin/machines', shows: 'quick-magpie', prepare: asAdmin },
  {
    name: 'admin-machine',
    path: `/admin/machines/${aFailedMachine().id}`,
    shows: 'cs-brave-otter-2',
    prepare: asAdmin,
    act: openEvidence,
  },
  {
    name: 'admin-machine-degraded',
    path: `/admin/machines/${aFailedMachine().id}`,
    shows: 'Time and restarts',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.operator.machine = aDegradedAdminMachine();
    },
  },
];

const poolTours: Tour[] = [
  { name: 'admin-pools', path: '/admin/pools', shows: 'Workers for Linux', prepare: asAdmin },
  {
    name: 'admin-pools-empty',
    path: '/admin/pools',
    shows: 'No pool yet',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.operator.pools = [];
    },
  },
  { name: 'admin-pool-new', path: '/admin/pools/new', shows: 'Create the pool', prepare: asAdmin },
  {
    name: 'admin-pool-delete',
    path: '/admin/pools',
    shows: 'Workers for Linux',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.operator.pools = [aPool({ workers: 0, workersUp: 0, products: 0 })];
    },
    act: (page) => press(page, 'Delete linux'),
    dialog: true,
  },
];

const productTours: Tour[] = [
  { name: 'admin-products', path: '/admin/products', shows: 'GPU notebook', prepare: asAdmin },
  {
    name: 'admin-products-empty',
    path: '/admin/products',
    shows: 'No product yet',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.operator.products = [];
    },
  },
  {
    name: 'admin-product',
    path: `/admin/products/${anAdminProduct().id.replace(/0100$/, '0101')}`,
    shows: 'Save the product',
    prepare: asAdmin,
  },
  {
    name: 'admin-product-wrong',
    path: '/admin/products/new',
    shows: 'Create the product',
    prepare: asAdmin,
    act: async (page) => {
      await pressButton(page, 'Create the product');
      await seeText(page, 'From 1 to 100 characters');
    },
  },
];

const labTours: Tour[] = [
  { name: 'admin-labs', path: '/admin/labs', shows: 'Northern Archipelago', prepare: asAdmin },
  {
    name: 'admin-labs-empty',
    path: '/admin/labs',
    shows: 'No lab yet',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.operator.labs = [];
    },
  },
  { name: 'admin-lab', path: `/admin/labs/${aLab().id}`, shows: 'student.account', prepare: asAdmin },
  {
    name: 'admin-lab-closed',
    path: `/admin/labs/${aLab().id.replace(/0800$/, '0802')}`,
    shows: 'The cooling failed',
    prepare: asAdmin,
  },
  {
    name: 'admin-lab-permission',
    path: `/admin/labs/${aLab().id}`,
    shows: 'student.account',
    prepare: asAdmin,
    act: (page) => press(page, 'Confirm anew'),
    dialog: true,
  },
  {
    name: 'admin-lab-switch',
    path: `/admin/labs/${aLab().id}`,
    shows: 'student.account',
    prepare: asAdmin,
    act: async (page) => {
      await press(page, 'Switch off');
      await page.locator('[role="dialog"] input[type="checkbox"]').click();
      await seeText(page, 'They end at once');
    },
    dialog: true,
  },
  { name: 'admin-lab-new', path: '/admin/labs/new', shows: 'Create the lab', prepare: asAdmin },
  {
    name: 'admin-seat',
    path: `/admin/labs/${aLab().id}/seats/${aSeat().id.replace(/0900$/, '0901')}`,
    shows: 'Copy to Tue–Fri',
    prepare: asAdmin,
  },
  {
    name: 'admin-seat-conflict',
    path: `/admin/labs/${aLab().id}/seats/${aSeat().id}`,
    shows: 'Save the seat',
    prepare: asAdmin,
    act: conflict,
  },
];

function aDegradedAdminMachine(): AdminMachine {
  return {
    ...anAdminMachine(),
    ...aReadyMachine(),
    autoExtendStopped: 'Not enough coins.',
    health: {
      state: 'degraded',
      checkedAt: minutesFromNow(-0.2),
      degradedSince: minutesFromNow(-3),
      degradedUntil: minutesFromNow(7),
    },
    idle: { limitMinutes: 20, since: minutesFromNow(-9), endsAt: minutesFromNow(11) },
  };
}

function withFleet(fleet: ReturnType<typeof aFleet>) {
  return (broker: FakeBroker): void => {
    asAdmin(broker);
    broker.world.operator.fleet = fleet;
    broker.fleetLive.send('fleet', fleet);
  };
}

async function openEvidence(page: Page): Promise<void> {
  await page.locator('button[aria-expanded="false"]').click();
  await page.waitForFunction(() => document.body.innerText.includes('Waited 240 s'));
}

/** Somebody else saves the same seat first, from another page. */
async function conflict(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const path = location.pathname.replace('/admin/labs', '/api/v1/admin/labs').replace(/\/[^/]+$/, '');
    const { items } = (await (await fetch(path)).json()) as { items: Record<string, unknown>[] };
    const seat = items.find(({ id }) => location.pathname.endsWith(String(id)));
    await fetch(`/api/v1/admin/seats/${String(seat?.['id'])}`, {
      method: 'PUT',
      body: JSON.stringify({ ...seat, note: 'Changed by somebody else', maxConcurrent: 3 }),
    });
  });
  await page.locator('::-p-aria([name="Note (optional)"])').fill('What I typed');
  await pressButton(page, 'Save the seat');
  await seeText(page, 'Somebody else changed it meanwhile');
}

export const adminTours: readonly Tour[] = [...watchTours, ...poolTours, ...productTours, ...labTours];
