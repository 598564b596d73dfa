import { DiscordSettings } from '@coinslot/shared/http/admin-discord.ts';
import { MailSettings } from '@coinslot/shared/http/admin-mail.ts';
import { type Need, Overview } from '@coinslot/shared/http/admin-overview.ts';
import { RoleList } from '@coinslot/shared/http/admin-roles.ts';
import { AdminSettings } from '@coinslot/shared/http/admin-settings.ts';
import { ProviderSettings } from '@coinslot/shared/http/admin-sign-in.ts';
import { AdminUserDetail, AdminUserSession, UserNote } from '@coinslot/shared/http/admin-users.ts';
import { Permission } from '@coinslot/shared/permissions.ts';
import { someUsers } from './data-admin.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';

export function someUserDetails(): AdminUserDetail[] {
  return someUsers().map((user, index) =>
    AdminUserDetail.parse({
      ...user,
      rank: index === 0 ? 100 : 0,
      emailVerified: index !== 2,
      hasPassword: true,
      secondFactor: index === 0,
      passkeys: index === 0 ? 2 : 0,
      identities: [
        {
          provider: 'discord',
          subject: '91827364554637281',
          subjectName: 'bo.l',
          linkedAt: minutesFromNow(-9000),
        },
      ],
      sessions: 2,
      machines: { active: index, total: 14, paidCoins: index * 6 },
      notes: 1,
      activeMachinesMax: 2,
      disabled: user.disabledAt
        ? { at: user.disabledAt, by: 'Ada Moreno', reason: 'Sold their account to somebody else' }
        : null,
      isSelf: index === 0,
      isBelow: index !== 0,
      isDecidedOn: true,
    }),
  );
}

export function someUserSessions(): AdminUserSession[] {
  const devices = ['Firefox on Windows', 'Safari on an iPhone with quite a long name'];
  return devices.map((device, index) =>
    AdminUserSession.parse({
      id: uuid(720 + index),
      createdAt: minutesFromNow(-4000),
      lastSeenAt: minutesFromNow(-5 - index * 600),
      expiresAt: minutesFromNow(9000),
      address: '203.0.113.9',
      userAgent: 'Mozilla/5.0',
      device,
      signedInBy: index === 0 ? 'password' : 'discord',
    }),
  );
}

export function someNotes(): UserNote[] {
  return [
    UserNote.parse({
      id: '1',
      at: minutesFromNow(-3000),
      authorName: 'Ada Moreno',
      text: 'Asked for more coins before the exam.\nSent to the course’s voucher.',
    }),
  ];
}

export function someRoles(): RoleList {
  const roles = [
    { name: 'admin', description: 'Runs the house.', rank: 100, permissions: Permission.options, members: 1 },
    {
      name: 'helper',
      description: 'Answers members in the evening.',
      rank: 20,
      permissions: ['admin.users.read', 'admin.users.notes', 'admin.machines.read', 'admin.machines.stop'],
      members: 3,
    },
    { name: 'watcher', description: '', rank: 5, permissions: ['admin.overview.read'], members: 0 },
  ];
  return RoleList.parse({
    items: roles.map((role) => ({
      ...role,
      builtIn: role.name === 'admin',
      revision: 1,
      mayEdit: role.name !== 'admin',
      mayGive: true,
    })),
    ownRank: 100,
  });
}

export function someSettings(): AdminSettings {
  const never = { revision: 0, updatedAt: null, updatedBy: null };
  return AdminSettings.parse({
    general: {
      values: { name: 'Attic lab', supportContact: 'help@attic.example' },
      revision: 3,
      updatedAt: minutesFromNow(-900),
      updatedBy: 'Ada Moreno',
    },
    members: { values: {}, ...never, activeMachinesMaxByDefault: 2, unconfirmed: 5, mailMissing: false },
    welcome: { values: { coins: 50, grantsMax: 1000 }, ...never, granted: 214 },
    terms: {
      values: { markdown: '# Terms\n\nBe kind to the machines.\n\n- One account each\n- No mining' },
      ...never,
    },
    privacy: { values: { markdown: '# Privacy\n\nWe keep what we need.' }, ...never },
  });
}

export function someProviders(): ProviderSettings[] {
  const providers = [
    { id: 'discord', name: 'Discord', enabled: true, clientId: '1122334455667788', hasSecret: true },
    { id: 'google', name: 'Google', enabled: false, clientId: '', hasSecret: false },
    { id: 'x', name: 'X', enabled: false, clientId: 'aFewLetters', hasSecret: true },
  ];
  return providers.map((provider) =>
    ProviderSettings.parse({
      ...provider,
      redirectUrl: `https://coins.attic.example/api/auth/callback/${provider.id}`,
      setupUrl: `https://${provider.id}.example/developers`,
      scopes: provider.id === 'discord' ? ['identify', 'email'] : ['openid', 'email', 'profile'],
      source: provider.hasSecret ? 'settings' : 'none',
      revision: 1,
      lastTest:
        provider.id === 'x'
          ? {
              at: minutesFromNow(-60),
              ok: false,
              steps: [
                { name: 'Reaching', ok: true, detail: 'X answers at https://api.x.com.' },
                {
                  name: 'Credentials',
                  ok: false,
                  detail: 'X does not know this client secret. Copy it again.',
                },
              ],
            }
          : null,
    }),
  );
}

export function aDiscordServer(): DiscordSettings {
  return DiscordSettings.parse({
    guildId: '123456789012345678',
    joinsGuild: true,
    buyersOnlyWithPerk: false,
    inviteUrl: 'https://discord.gg/attic',
    rules: [
      {
        roleId: '223456789012345678',
        roleName: 'Supporter',
        perks: { mayBuy: true, activeMachinesMax: 4, discountPercent: 20 },
      },
    ],
    revision: 2,
    hasBotToken: true,
    source: 'settings',
    guildName: 'The attic',
    breaker: { refused: 3, limit: 2000, openUntil: null, pausedUntil: null },
    members: { consented: 41, inGuild: 38, failing: 1, oldestSyncAt: minutesFromNow(-320) },
  });
}

export function aMailServer(changes: Partial<MailSettings> = {}): MailSettings {
  return MailSettings.parse({
    source: 'settings',
    host: 'smtp.attic.example',
    port: 587,
    security: 'starttls',
    user: 'coins',
    hasPassword: true,
    from: 'Attic lab <coins@attic.example>',
    revision: 1,
    ...changes,
  });
}

const someNeeds: Need[] = [
  {
    kind: 'worker_locked',
    name: 'shed-1',
    reason: 'Its key was seen on two hosts at once.',
    since: minutesFromNow(-44),
    params: { workerId: uuid(303) },
    incidentId: `worker_locked:${uuid(303)}`,
  },
  {
    kind: 'outbox_failed',
    name: '',
    reason: null,
    since: minutesFromNow(-500),
    params: { count: 3 },
    incidentId: 'outbox_failed:house',
  },
  {
    kind: 'lab_without_permission',
    name: 'University of the Northern Archipelago, classroom console',
    reason: null,
    since: null,
    params: { labId: uuid(801) },
    incidentId: null,
  },
  {
    kind: 'pages_not_written',
    name: 'terms',
    reason: null,
    since: null,
    params: { page: 'terms' },
    incidentId: null,
  },
];

export function anOverview(days: number): Overview {
  const coins = Array.from({ length: days }, (_, index) => ({
    day: minutesFromNow(-1440 * (days - 1 - index)).slice(0, 10),
    granted: (index * 137) % 460,
    spent: (index * 91) % 380,
    refunded: (index * 23) % 70,
  }));
  return Overview.parse({
    at: minutesFromNow(0),
    coins,
    machines: { running: 17, preparing: 3, waiting: 2 },
    failuresByLab: [
      { labId: uuid(800), labName: 'Bundled lab', machines: 140, failed: 9, mostly: 'captcha' },
      {
        labId: uuid(801),
        labName: 'University of the Northern Archipelago, classroom console',
        machines: 30,
        failed: 0,
        mostly: null,
      },
    ],
    members: { total: 1204, newInPeriod: 31, active: 240 },
    needsPerson: someNeeds,
  });
}
