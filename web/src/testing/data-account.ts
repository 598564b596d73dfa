import { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import { Account, AccountSession, type Passkey } from '@coinslot/shared/http/account-security.ts';
import { Announcement } from '@coinslot/shared/http/announcements.ts';
import { ApiKey } from '@coinslot/shared/http/api-keys.ts';
import { DeviceGrant } from '@coinslot/shared/http/device-grant.ts';
import { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { IdentityList } from '@coinslot/shared/http/identities.ts';
import {
  Notification,
  NotificationKind,
  NotificationPreferences,
} from '@coinslot/shared/http/notifications.ts';
import { SignInWays } from '@coinslot/shared/http/sign-in.ts';
import { Site, SitePage } from '@coinslot/shared/http/site.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';

export function someWays(changes: Partial<SignInWays> = {}): SignInWays {
  return SignInWays.parse({
    providers: [
      { id: 'discord', name: 'Discord' },
      { id: 'google', name: 'Google' },
      { id: 'x', name: 'X' },
    ],
    email: { signIn: true, signUp: true, reset: true, mailIsKept: false },
    passkeys: true,
    insecure: false,
    ...changes,
  });
}

export function aSite(changes: Partial<Site> = {}): Site {
  const facts = { revision: 0, updatedAt: null };
  return Site.parse({
    name: 'Coinslot',
    supportContact: 'help@example.org',
    signUpOpen: true,
    terms: facts,
    privacy: facts,
    ...changes,
  });
}

export function aSitePage(): SitePage {
  return SitePage.parse({
    revision: 3,
    updatedAt: minutesFromNow(-9000),
    markdown:
      '# What this is\n\nA shelf of lab machines for the members of *our club*. Whoever takes part agrees to what stands here.\n\n## Fair play\n\n1. One account a person.\n2. No mining, no scanning of strangers.\n\nQuestions go to [the desk](https://example.org/desk) or to `#help`.\n\n> We may stop a machine that harms others.\n\n<script>alert(1)</script>\n\n![a tracker](https://tracker.example/x.png) [never](javascript:alert(1))',
  });
}

export function anAccount(changes: Partial<Account> = {}): Account {
  return Account.parse({
    name: 'Ada Moreno',
    email: 'ada@example.org',
    emailVerified: true,
    pendingEmail: null,
    hasPassword: true,
    totp: { enabled: false, recoveryCodesLeft: 0 },
    passkeys: 1,
    confirmBy: ['password', 'passkey'],
    createdAt: minutesFromNow(-90_000),
    termsAcceptedAt: minutesFromNow(-90_000),
    ...changes,
  });
}

export function somePasskeys(): Passkey[] {
  return [
    {
      id: uuid(610),
      name: 'Laptop',
      createdAt: minutesFromNow(-9000),
      lastUsedAt: minutesFromNow(-50),
      synced: true,
      canRemove: true,
    },
  ];
}

export function someSessions(): AccountSession[] {
  const session = {
    createdAt: minutesFromNow(-2000),
    address: '203.0.113.9',
    signedInBy: 'password',
  } as const;
  return [
    { ...session, id: uuid(620), current: true, lastSeenAt: minutesFromNow(-1), device: 'Firefox on Linux' },
    {
      ...session,
      id: uuid(621),
      current: false,
      lastSeenAt: minutesFromNow(-600),
      device: 'Safari on an iPhone',
      signedInBy: 'discord',
    },
    {
      ...session,
      id: uuid(622),
      current: false,
      lastSeenAt: minutesFromNow(-9000),
      device: 'Chrome on Windows',
      address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
      signedInBy: 'passkey',
    },
  ].map((each) => AccountSession.parse(each));
}

export function someIdentities(): IdentityList {
  return IdentityList.parse({
    items: [
      {
        id: uuid(630),
        provider: 'discord',
        subjectName: 'ada.moreno',
        linkedAt: minutesFromNow(-9000),
        lastUsedAt: minutesFromNow(-30),
        canUnlink: true,
        why: null,
      },
    ],
    linkable: [
      { id: 'google', name: 'Google' },
      { id: 'x', name: 'X' },
    ],
  });
}

export function aDiscord(changes: Partial<DiscordStatus> = {}): DiscordStatus {
  return DiscordStatus.parse({
    available: true,
    linked: true,
    consented: true,
    joinsGuild: true,
    inGuild: true,
    guildName: 'Lab Club',
    inviteUrl: 'https://discord.gg/abcdef',
    roles: [
      { id: '1', name: 'Booster' },
      { id: '2', name: 'Tutor' },
    ],
    perks: { mayBuy: true, activeMachinesMax: 4, discountPercent: 20 },
    syncedAt: minutesFromNow(-12),
    perksUntil: null,
    problem: null,
    ...changes,
  });
}

export function someKeys(): ApiKey[] {
  const key = {
    createdAt: minutesFromNow(-9000),
    lastUsedAt: null,
    lastUsedAddress: null,
    endedReason: null,
  };
  return [
    {
      ...key,
      id: uuid(640),
      name: 'coinslot on attic',
      prefix: 'cs_Ab3dEf9h',
      scopes: ['products.read', 'machines.read', 'machines.write', 'wallet.read'],
      expiresAt: minutesFromNow(90_000),
      lastUsedAt: minutesFromNow(-3),
      lastUsedAddress: '203.0.113.9',
    },
    {
      ...key,
      id: uuid(641),
      name: 'Nightly build',
      prefix: 'cs_Zz1yXw2v',
      scopes: ['products.read'],
      expiresAt: minutesFromNow(-5),
      endedReason: 'restored',
    },
  ].map((each) => ApiKey.parse(each));
}

export function aGrant(changes: Partial<DeviceGrant> = {}): DeviceGrant {
  return DeviceGrant.parse({
    userCode: 'BCDF-GHJK',
    name: 'coinslot on attic',
    host: 'attic',
    scopes: ['products.read', 'machines.read', 'machines.write', 'wallet.read'],
    expiresInDays: 90,
    requestedAt: minutesFromNow(-1),
    requestedFrom: '203.0.113.9',
    expiresAt: minutesFromNow(9),
    state: 'pending',
    ...changes,
  });
}

export function aDeletion(changes: Partial<DeletionPreview> = {}): DeletionPreview {
  return DeletionPreview.parse({
    coinsLost: { earned: 40, bought: 120, held: 20 },
    machinesRunning: [{ id: uuid(202), productName: 'Linux small', state: 'ready' }],
    machinesWaiting: 1,
    keysRevoked: 1,
    sessionsEnded: 3,
    identitiesRemoved: ['discord'],
    kept: ['transfers', 'machines', 'audit_lines', 'reward_marks'],
    blockedBy: [],
    typeOneOf: ['ada@example.org', 'Ada Moreno'],
    ...changes,
  });
}

export function anAnnouncement(changes: Partial<Announcement> = {}): Announcement {
  return Announcement.parse({
    id: uuid(650),
    title: 'The labs are closed on Friday night',
    markdown:
      'From **22:00 to 02:00** the labs get new disks.\n\n- What runs then is ended, and paid back.\n- The queue waits.\n\nSee [your machines](/machines).',
    level: 'warning',
    pinned: true,
    banner: true,
    publishedAt: minutesFromNow(-300),
    readAt: null,
    ...changes,
  });
}

export function someAnnouncements(): Announcement[] {
  return [
    anAnnouncement(),
    anAnnouncement({
      id: uuid(651),
      title: 'GPU machines are here',
      markdown: 'Four of them, for the weekend of the course.\n\n![Rack](/api/v1/assets/1)',
      level: 'info',
      pinned: false,
      banner: false,
      publishedAt: minutesFromNow(-9000),
      readAt: minutesFromNow(-8000),
    }),
  ];
}

export function someNotifications(): Notification[] {
  const machine = { machineId: uuid(202), machineName: 'bright-lynx' };
  const security = { event: 'new_device', device: 'Safari on an iPhone', address: '203.0.113.9' };
  const facts = [
    ['machine_expiring', { ...machine, minutesLeft: 10, endsAt: minutesFromNow(9) }],
    ['machine_ready', machine],
    ['machine_failed', { ...machine, reason: 'provision_failed', detail: null, refunded: 20 }],
    ['security', security],
    ['low_balance', { available: 4, below: 5 }],
    [
      'announcement',
      { announcementId: uuid(650), title: 'The labs are closed on Friday night', level: 'warning' },
    ],
    ['coins_adjusted', { coins: 100, reason: 'Won the autumn quiz' }],
    ['voucher', { voucherName: 'Autumn course', coins: 50 }],
    ['machine_ended', { ...machine, reason: 'expired', refunded: 0 }],
  ] as const;
  return facts.map(([kind, params], place) =>
    Notification.parse({
      id: String(90 - place),
      at: minutesFromNow(-place * 40 - 1),
      readAt: place < 3 ? null : minutesFromNow(-1),
      kind,
      params,
    }),
  );
}

export function somePreferences(changes: Partial<NotificationPreferences> = {}): NotificationPreferences {
  const choices = NotificationKind.options.map(
    (kind) => [kind, { page: true, mail: kind !== 'voucher', discord: false }] as const,
  );
  return NotificationPreferences.parse({
    choices: Object.fromEntries(choices),
    lowBalanceBelow: null,
    mail: 'ready',
    discord: { name: 'Captain Hook in #machines', setAt: minutesFromNow(-9000), gone: false },
    ...changes,
  });
}
