import type { Page } from 'puppeteer';
import { aMember, aWallet } from './data-catalog.ts';
import { aFailedMachine } from './data-machines.ts';
import { asAdmin, asMember, press, type Tour } from './tour-setup.ts';
import { machineTours } from './tours-machine.ts';

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

export const tours: readonly Tour[] = [...visitorTours, ...memberTours, ...machineTours, ...adminTours];
