import { aDiscord, aSite, anAccount, anAnnouncement, someWays } from './data-account.ts';
import { aMember, anAdmin, minutesFromNow } from './data-catalog.ts';
import type { FakeBroker } from './fake-broker.ts';
import { pressButton, seeText, typeInto } from './page-acts.ts';
import { asMember, press, type Tour } from './tour-setup.ts';
import type { AccountWorld } from './world-account.ts';

function withAccount(changes: Partial<AccountWorld>) {
  return (broker: FakeBroker): void => {
    asMember(broker);
    Object.assign(broker.world.own, changes);
  };
}

function asVisitor(changes: Partial<AccountWorld> = {}) {
  return (broker: FakeBroker): void => void Object.assign(broker.world.own, changes);
}

/** Signing in and registering. */
const enterTours: Tour[] = [
  {
    name: 'sign-in-refused',
    path: '/sign-in?error=email_in_use&provider=discord&returnTo=/machines',
    shows: 'belongs to an account here already',
    prepare: asVisitor({ ways: someWays({ insecure: true }) }),
  },
  { name: 'second-factor', path: '/sign-in/second-factor', shows: 'One more step' },
  {
    name: 'register-terms',
    path: '/register',
    shows: 'means that you agree',
    prepare: asVisitor({ site: aSite({ terms: { revision: 2, updatedAt: minutesFromNow(-1) } }) }),
  },
  { name: 'forgot-password', path: '/forgot-password', shows: 'Send me a link' },
  { name: 'reset-password', path: '/reset-password?token=abcdefghijklmnopqrstuv', shows: 'New password' },
  { name: 'verify-email', path: '/verify-email?token=abcdefghijklmnopqrstuv', shows: 'Confirm my address' },
  {
    name: 'verify-registration',
    path: '/verify-email?token=abcdefghijklmnopqrstuv&for=registration',
    shows: 'the password that you registered with',
  },
  { name: 'terms', path: '/terms', shows: 'Fair play' },
];

/** The member's own account. */
const ownTours: Tour[] = [
  {
    name: 'account-unverified',
    path: '/account',
    shows: 'Not confirmed',
    prepare: withAccount({ account: anAccount({ emailVerified: false }) }),
  },
  {
    name: 'account-ways',
    path: '/account/ways-in?done=linked&provider=discord',
    shows: 'Laptop',
    prepare: asMember,
  },
  {
    name: 'account-confirm',
    path: '/account/ways-in',
    shows: 'Laptop',
    prepare: withAccount({ fresh: false }),
    act: async (page) => {
      await pressButton(page, 'Link Google');
      await seeText(page, 'Please confirm that it is you');
      await seeText(page, 'Use a passkey');
    },
    dialog: true,
  },
  {
    name: 'account-security',
    path: '/account/security',
    shows: 'Safari on an iPhone',
    prepare: withAccount({ account: anAccount({ totp: { enabled: true, recoveryCodesLeft: 2 } }) }),
  },
  {
    name: 'account-totp',
    path: '/account/security',
    shows: 'Safari on an iPhone',
    prepare: asMember,
    act: async (page) => {
      await press(page, 'Switch it on');
      await seeText(page, 'JBSW');
    },
    dialog: true,
  },
  {
    name: 'account-recovery-codes',
    path: '/account/security',
    shows: 'Safari on an iPhone',
    prepare: asMember,
    act: async (page) => {
      await press(page, 'Switch it on');
      await seeText(page, 'JBSW');
      await typeInto(page, 'Code', '123 456');
      await page.keyboard.press('Enter');
      await seeText(page, 'I have kept them');
    },
    dialog: true,
  },
  { name: 'account-notifications', path: '/account/notifications', shows: 'Captain Hook', prepare: asMember },
  { name: 'account-discord', path: '/account/discord', shows: 'Booster', prepare: asMember },
  {
    name: 'account-discord-consent',
    path: '/account/discord',
    shows: 'I agree to that',
    prepare: withAccount({ discord: aDiscord({ consented: false, inGuild: false }) }),
  },
  { name: 'account-keys', path: '/account/keys', shows: 'coinslot on attic', prepare: asMember },
  {
    name: 'account-key-new',
    path: '/account/keys',
    shows: 'coinslot on attic',
    prepare: asMember,
    act: (page) => press(page, 'Make a key'),
    dialog: true,
  },
  { name: 'account-data', path: '/account/data', shows: 'You lose 180 coins', prepare: asMember },
  { name: 'device', path: '/device?code=BCDF-GHJK', shows: 'Yes, let it in', prepare: asMember },
  { name: 'device-code', path: '/device', shows: 'Eight letters', prepare: asMember },
];

/** What the house tells, and vouchers. */
const messageTours: Tour[] = [
  { name: 'notifications', path: '/notifications', shows: 'bright-lynx failed', prepare: asMember },
  {
    name: 'announcements',
    path: '/announcements',
    shows: 'GPU machines are here',
    prepare: withAccount({ banners: [anAnnouncement()] }),
  },
  { name: 'redeem', path: '/redeem?code=AUTUMN-24', shows: 'Voucher code', prepare: asMember },
  {
    name: 'view-as',
    path: '/wallet',
    shows: 'Stop viewing',
    prepare: (broker) => {
      asMember(broker);
      const viewingAs = { adminName: 'Bo', since: minutesFromNow(-5), until: minutesFromNow(25) };
      broker.world.me = aMember({ viewingAs });
    },
  },
  {
    name: 'second-factor-needed',
    path: '/notifications',
    shows: 'Admins need a second factor',
    prepare: (broker) => {
      asMember(broker);
      broker.world.me = { ...anAdmin(), secondFactorNeeded: true };
      broker.world.own.notifications = [];
    },
  },
];

export const accountTours: readonly Tour[] = [...enterTours, ...ownTours, ...messageTours];
