import { aMember, aProduct, aWallet, manyProducts, uuid } from './data-catalog.ts';
import { asMember, press, type Tour } from './tour-setup.ts';
import { accountTours } from './tours-account.ts';
import { adminTours } from './tours-admin.ts';
import { careTours } from './tours-care.ts';
import { houseTours } from './tours-house.ts';
import { incidentTours } from './tours-incidents.ts';
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
  {
    name: 'shop-many',
    path: '/shop',
    shows: 'GPU large',
    prepare: (broker) => {
      asMember(broker);
      broker.world.products = manyProducts();
    },
  },
  {
    name: 'shop-queue-full',
    path: '/shop',
    shows: 'Linux large',
    prepare: (broker) => {
      asMember(broker);
      broker.world.queueFull = true;
    },
    act: async (page) => {
      await press(page, 'Buy Linux small');
      await page.locator('::-p-aria([name="Buy for 20 coins"][role="button"])').click();
      await page.waitForFunction(() => document.body.innerText.includes('Too many members'));
    },
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
    name: 'shop-discount',
    path: '/shop',
    shows: 'Linux large',
    prepare: (broker) => {
      asMember(broker);
      broker.world.products = [
        aProduct({ price: 16, listPrice: 20 }),
        aProduct({ id: uuid(101), name: 'Linux large' }),
      ];
    },
    act: (page) => press(page, 'Buy Linux small'),
    dialog: true,
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

export const tours: readonly Tour[] = [
  ...visitorTours,
  ...memberTours,
  ...accountTours,
  ...machineTours,
  ...adminTours,
  ...houseTours,
  ...incidentTours,
  ...careTours,
];
