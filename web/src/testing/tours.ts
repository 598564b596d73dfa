import type { Page } from 'puppeteer';
import { aMember, aWallet, anAdmin, minutesFromNow } from './data-catalog.ts';
import {
  aFailedMachine,
  aMachine,
  aQueuedMachine,
  aReadyMachine,
  aStoppedMachine,
  someEvents,
  someLog,
} from './data-machines.ts';
import type { FakeBroker } from './fake-broker.ts';

/** A page in a state worth looking at: the screenshots and the accessibility test walk the same list. */
export type Tour = {
  name: string;
  path: string;
  /** Text that shows the page has come. */
  shows: string;
  prepare?: (broker: FakeBroker) => void;
  act?: (page: Page) => Promise<void>;
  dialog?: boolean;
};

function asMember(broker: FakeBroker): void {
  broker.world.me = aMember();
  broker.world.machines = [
    aMachine(),
    aQueuedMachine(),
    aReadyMachine(),
    aFailedMachine(),
    aStoppedMachine(),
  ];
}

function asAdmin(broker: FakeBroker): void {
  asMember(broker);
  broker.world.me = anAdmin();
}

function withLive(machine: ReturnType<typeof aMachine>, lines = 60) {
  return (broker: FakeBroker): void => {
    asMember(broker);
    broker.world.machines = [machine];
    broker.live.send('machine', machine);
    if (machine.attempt > 1) for (const event of someEvents()) broker.live.send('event', event);
    if (lines > 0) broker.live.send('log', { chunks: someLog(lines) });
  };
}

async function press(page: Page, name: string): Promise<void> {
  await page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
  await page.waitForSelector('[role="dialog"]');
}

const visitorTours: Tour[] = [
  {
    name: 'landing',
    path: '/',
    shows: 'On the shelf',
    prepare: (broker) => void (broker.world.setupNeeded = false),
  },
  {
    name: 'landing-setup',
    path: '/',
    shows: 'no admin yet',
    prepare: (broker) => void (broker.world.setupNeeded = true),
  },
  {
    name: 'sign-in',
    path: '/sign-in',
    shows: 'Good to see you',
    prepare: (broker) => void (broker.world.setupNeeded = false),
  },
  { name: 'register', path: '/register', shows: 'Create your account' },
  { name: 'not-found', path: '/nowhere', shows: 'There is nothing here' },
];

const memberTours: Tour[] = [
  { name: 'shop', path: '/shop', shows: 'Linux large', prepare: asMember },
  {
    name: 'shop-no-coins',
    path: '/shop',
    shows: 'You are missing 20 coins',
    prepare: (broker) => {
      broker.world.me = aMember({ wallet: aWallet({ availableEarned: 0, availableBought: 0 }) });
    },
  },
  {
    name: 'shop-buy',
    path: '/shop',
    shows: 'Linux large',
    prepare: asMember,
    act: (page) => press(page, 'Buy Linux small'),
    dialog: true,
  },
  { name: 'machines', path: '/machines', shows: 'gentle-walrus', prepare: asMember },
  {
    name: 'machines-empty',
    path: '/machines',
    shows: 'No machine is running',
    prepare: (broker) => void (broker.world.me = aMember()),
  },
  {
    name: 'machine-queued',
    path: `/machines/${aQueuedMachine().id}`,
    shows: 'number 3 of 5',
    prepare: withLive(aQueuedMachine(), 0),
  },
  {
    name: 'machine-provisioning',
    path: `/machines/${aMachine().id}`,
    shows: 'Unpacking package',
    prepare: withLive(aMachine()),
  },
  {
    name: 'machine-ready',
    path: `/machines/${aReadyMachine().id}`,
    shows: 'ssh -p',
    prepare: withLive(aReadyMachine()),
  },
  {
    name: 'machine-ending',
    path: `/machines/${aReadyMachine().id}`,
    shows: 'Save your work',
    prepare: withLive(aReadyMachine({ expiresAt: minutesFromNow(1.6) })),
  },
  {
    name: 'machine-stop',
    path: `/machines/${aReadyMachine().id}`,
    shows: 'ssh -p',
    prepare: withLive(aReadyMachine()),
    act: (page) => press(page, 'Stop'),
    dialog: true,
  },
  {
    name: 'machine-failed',
    path: `/machines/${aFailedMachine().id}`,
    shows: 'Buy again',
    prepare: withLive(aFailedMachine()),
  },
  {
    name: 'machine-stopped',
    path: `/machines/${aStoppedMachine().id}`,
    shows: 'Buy again',
    prepare: withLive(aStoppedMachine()),
  },
  { name: 'wallet', path: '/wallet', shows: 'Welcome coins', prepare: asMember },
  { name: 'account', path: '/account', shows: 'As the system', prepare: asMember },
  {
    name: 'setup',
    path: '/setup',
    shows: 'Setup code',
    prepare: (broker) => {
      asMember(broker);
      broker.world.setupNeeded = true;
    },
  },
];

const adminTours: Tour[] = [
  {
    name: 'admin-workers',
    path: '/admin/workers',
    shows: 'cellar-2',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.setupNeeded = false;
    },
  },
  {
    name: 'admin-enrol',
    path: '/admin/workers',
    shows: 'cellar-2',
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
  { name: 'admin-users', path: '/admin/users', shows: 'Bo Lindqvist', prepare: asAdmin },
  {
    name: 'admin-adjust',
    path: '/admin/users',
    shows: 'Bo Lindqvist',
    prepare: asAdmin,
    act: (page) => press(page, 'Adjust coins of Bo Lindqvist'),
    dialog: true,
  },
  { name: 'admin-audit', path: '/admin/audit', shows: 'worker.drain', prepare: asAdmin },
];

async function openEvidence(page: Page): Promise<void> {
  await page.locator('button[aria-expanded="false"]').click();
  await page.waitForFunction(() => document.body.innerText.includes('Waited 240 s'));
}

export const tours: readonly Tour[] = [...visitorTours, ...memberTours, ...adminTours];
