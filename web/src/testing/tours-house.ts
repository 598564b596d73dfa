import { aMember, minutesFromNow, uuid } from './data-catalog.ts';
import { aMailServer, anOverview } from './data-house.ts';
import { pressButton, seeText } from './page-acts.ts';
import { asAdmin, press, type Tour } from './tour-setup.ts';

const overviewTours: Tour[] = [
  { name: 'admin-overview', path: '/admin?days=30', shows: 'Needs a person', prepare: asAdmin },
  {
    name: 'admin-overview-quiet',
    path: '/admin',
    shows: 'Nothing needs you',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.house.overview = (days) => ({ ...anOverview(days), needsPerson: [], failuresByLab: [] });
    },
    act: async (page) => {
      await pressButton(page, 'Show the numbers');
      await seeText(page, 'Show the picture');
    },
  },
  {
    name: 'admin-audit',
    path: '/admin/audit',
    shows: 'Kernel update tonight',
    prepare: asAdmin,
    act: openChange,
  },
];

const peopleTours: Tour[] = [
  { name: 'admin-users', path: '/admin/users', shows: 'Bo Lindqvist', prepare: asAdmin },
  { name: 'admin-user', path: `/admin/users/${uuid(2)}`, shows: 'Movements of coins', prepare: asAdmin },
  {
    name: 'admin-user-disabled',
    path: `/admin/users/${uuid(3)}`,
    shows: 'Sold their account',
    prepare: asAdmin,
  },
  {
    name: 'admin-user-disable',
    path: `/admin/users/${uuid(2)}`,
    shows: 'Movements of coins',
    prepare: asAdmin,
    act: (page) => press(page, 'Disable Bo Lindqvist'),
    dialog: true,
  },
  {
    name: 'admin-user-roles',
    path: `/admin/users/${uuid(2)}`,
    shows: 'Movements of coins',
    prepare: (broker) => {
      asAdmin(broker);
      const { items } = broker.world.house.roles;
      const ownRank = 50;
      broker.world.house.roles = {
        ownRank,
        items: items.map((role) => ({ ...role, mayGive: role.rank < ownRank })),
      };
    },
    act: async (page) => {
      await press(page, 'Change roles');
      await seeText(page, 'which is not below yours');
    },
    dialog: true,
  },
  {
    name: 'admin-adjust',
    path: `/admin/users/${uuid(2)}`,
    shows: 'Movements of coins',
    prepare: asAdmin,
    act: (page) => press(page, 'Adjust coins of Bo Lindqvist'),
    dialog: true,
  },
  { name: 'admin-roles', path: '/admin/roles', shows: 'Answers members', prepare: asAdmin },
  { name: 'admin-role', path: '/admin/roles/helper', shows: 'Save the role', prepare: asAdmin },
  {
    name: 'admin-role-new',
    path: '/admin/roles/new',
    shows: 'Create the role',
    prepare: asAdmin,
    act: async (page) => {
      // By keys: on a phone the buttons may stand behind the bar at the foot.
      for (const name of ['See everything', 'Everything of Pools']) {
        await page.focus(`::-p-aria([name="${name}"][role="button"])`);
        await page.keyboard.press('Enter');
      }
      await seeText(page, '18 permissions are chosen.');
    },
  },
  { name: 'admin-role-fixed', path: '/admin/roles/admin', shows: 'came with the software', prepare: asAdmin },
];

const settingsTours: Tour[] = [
  { name: 'admin-settings', path: '/admin/settings', shows: 'Name of the house', prepare: asAdmin },
  {
    name: 'admin-settings-members',
    path: '/admin/settings/members',
    shows: 'New members are taken',
    prepare: asAdmin,
  },
  {
    name: 'admin-settings-welcome',
    path: '/admin/settings/welcome',
    shows: 'Coins for each',
    prepare: asAdmin,
  },
  {
    name: 'admin-settings-sign-in',
    path: '/admin/settings/sign-in',
    shows: 'Last test failed',
    prepare: asAdmin,
  },
  {
    name: 'admin-settings-provider',
    path: '/admin/settings/sign-in/x',
    shows: 'Redirect address',
    prepare: asAdmin,
  },
  { name: 'admin-settings-discord', path: '/admin/settings/discord', shows: 'The attic', prepare: asAdmin },
  { name: 'admin-settings-mail', path: '/admin/settings/mail', shows: 'Send a test mail', prepare: asAdmin },
  {
    name: 'admin-settings-mail-none',
    path: '/admin/settings/mail',
    shows: 'kept in the outbox',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.house.mail = aMailServer({
        source: 'none',
        host: '',
        user: '',
        from: '',
        hasPassword: false,
      });
      broker.world.me = aMember({ permissions: ['admin.settings.read'] });
    },
  },
  {
    name: 'admin-settings-alerts',
    path: '/admin/settings/alerts',
    shows: 'Alerts at Discord',
    prepare: asAdmin,
  },
  { name: 'admin-settings-terms', path: '/admin/settings/terms', shows: 'only a pattern', prepare: asAdmin },
];

const messageTours: Tour[] = [
  { name: 'admin-vouchers', path: '/admin/vouchers', shows: 'Autumn course', prepare: asAdmin },
  {
    name: 'admin-voucher-new',
    path: '/admin/vouchers/new',
    shows: 'Create the voucher',
    prepare: asAdmin,
    act: async (page) => {
      await pressButton(page, 'Create the voucher');
      await seeText(page, 'From 1 to 80 characters');
    },
  },
  {
    name: 'admin-voucher',
    path: `/admin/vouchers/${uuid(950)}`,
    shows: 'Q7R0',
    prepare: asAdmin,
    act: async (page) => {
      await pressButton(page, 'Show them here');
      await seeText(page, 'ABCD-EFGH-JKLM');
    },
  },
  {
    name: 'admin-announcements',
    path: '/admin/announcements',
    shows: 'read by 64 members',
    prepare: asAdmin,
  },
  {
    name: 'admin-announcement',
    path: `/admin/announcements/${uuid(961)}`,
    shows: 'Save the announcement',
    prepare: (broker) => {
      asAdmin(broker);
      const { announcements } = broker.world.house;
      broker.world.house.announcements = announcements.map((each) => ({
        ...each,
        endsAt: minutesFromNow(9000),
      }));
    },
  },
  { name: 'admin-outbox', path: '/admin/outbox', shows: 'bo@example.org', prepare: asAdmin },
  { name: 'admin-message', path: `/admin/outbox/${uuid(970)}`, shows: 'Try again', prepare: asAdmin },
  {
    name: 'admin-lists-empty',
    path: '/admin/vouchers',
    shows: 'No voucher yet',
    prepare: (broker) => {
      asAdmin(broker);
      broker.world.house.vouchers = [];
    },
  },
];

async function openChange(page: Parameters<typeof pressButton>[0]): Promise<void> {
  await page.locator('summary').click();
  await seeText(page, 'availableBought');
}

export const houseTours: readonly Tour[] = [
  ...overviewTours,
  ...peopleTours,
  ...settingsTours,
  ...messageTours,
];
