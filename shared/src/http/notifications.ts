import { z } from 'zod';
import { EndReason } from '../states/end-reason.ts';
import { WaysLeft } from './account-security.ts';
import { AnnouncementLevel } from './announcements.ts';
import { pageOf } from './page.ts';

const machine = { machineId: z.uuid(), machineName: z.string() };
const coins = z.int().nonnegative();

/** What happened to an account, for its owner's eyes. */
export const SecurityEvent = z.enum([
  'new_device',
  'password_changed',
  'password_removed',
  'email_changed',
  'second_factor_on',
  'second_factor_off',
  'recovery_codes_made',
  'recovery_code_used',
  'passkey_added',
  'passkey_removed',
  'identity_linked',
  'identity_unlinked',
  'api_key_made',
  'device_approved',
]);
export type SecurityEvent = z.infer<typeof SecurityEvent>;

/** What each kind of notification tells. Times are ISO texts, coins integers. Words are the page's and the mail's own. */
export const notificationParams = {
  machine_ready: z.object(machine),
  /** `minutesLeft` when it was written; `endsAt` is the truth. */
  machine_expiring: z.object({ ...machine, minutesLeft: z.int(), endsAt: z.iso.datetime() }),
  /** Ended, and not by its member; `refunded` = coins that came back. */
  machine_failed: z.object({ ...machine, reason: EndReason, detail: z.string().nullable(), refunded: coins }),
  /** Its time was over, or nobody used it. */
  machine_ended: z.object({ ...machine, reason: EndReason, refunded: coins }),
  low_balance: z.object({ available: coins, below: coins }),
  announcement: z.object({ announcementId: z.uuid(), title: z.string(), level: AnnouncementLevel }),
  /** By an admin; `coins` below 0 were removed. */
  coins_adjusted: z.object({ coins: z.int(), reason: z.string() }),
  /** `waysLeft`: what opens the account still, after a new password by link. */
  security: z.object({
    event: SecurityEvent,
    device: z.string().nullable(),
    address: z.string().nullable(),
    waysLeft: WaysLeft.optional(),
  }),
  voucher: z.object({ voucherName: z.string(), coins }),
} as const;

export const NotificationKind = z.enum(
  Object.keys(notificationParams) as [
    keyof typeof notificationParams,
    ...(keyof typeof notificationParams)[],
  ],
);
export type NotificationKind = z.infer<typeof NotificationKind>;
export type NotificationParams<Kind extends NotificationKind> = z.infer<(typeof notificationParams)[Kind]>;

const common = { id: z.string(), at: z.iso.datetime(), readAt: z.iso.datetime().nullable() };
function notificationOf<Kind extends NotificationKind>(kind: Kind) {
  return z.object({ ...common, kind: z.literal(kind), params: notificationParams[kind] });
}

/** One notification as its member reads it. Where it leads to follows from `kind` and `params`. */
export const Notification = z.discriminatedUnion('kind', [
  notificationOf('machine_ready'),
  notificationOf('machine_expiring'),
  notificationOf('machine_failed'),
  notificationOf('machine_ended'),
  notificationOf('low_balance'),
  notificationOf('announcement'),
  notificationOf('coins_adjusted'),
  notificationOf('security'),
  notificationOf('voucher'),
]);
export type Notification = z.infer<typeof Notification>;

/** Query of `GET /api/v1/notifications`, newest first; `unread=true` leaves out what was read. */
export const NotificationListQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  unread: z.enum(['true', 'false']).default('false'),
});
export type NotificationListQuery = z.infer<typeof NotificationListQuery>;

/** `unread` counts all of the member's unread ones, at most 100 (then there are more). */
export const NotificationPage = pageOf(Notification).extend({ unread: z.int().nonnegative() });
export type NotificationPage = z.infer<typeof NotificationPage>;

/** `POST /api/v1/notifications/read`: these, or all. Answers how many are still unread. */
export const ReadNotificationsRequest = z.union([
  z.object({
    ids: z
      .array(z.string().regex(/^\d{1,15}$/))
      .min(1)
      .max(100),
  }),
  z.object({ all: z.literal(true) }),
]);
export type ReadNotificationsRequest = z.infer<typeof ReadNotificationsRequest>;
export const ReadNotificationsResponse = z.object({ unread: z.int().nonnegative() });
export type ReadNotificationsResponse = z.infer<typeof ReadNotificationsResponse>;

/** Where a notification can be told: the dashboard's bell, mail, the member's own Discord webhook. */
export const NotificationChannel = z.enum(['page', 'mail', 'discord']);
export type NotificationChannel = z.infer<typeof NotificationChannel>;

/** Where one kind is told. */
export const ChannelChoice = z.object({ page: z.boolean(), mail: z.boolean(), discord: z.boolean() });
export type ChannelChoice = z.infer<typeof ChannelChoice>;

/** What cannot be switched off: an owner must hear of it even when somebody else sits at their account. */
export const alwaysTold = { security: ['page', 'mail'] } as const satisfies Partial<
  Record<NotificationKind, readonly NotificationChannel[]>
>;

const choices = z.record(NotificationKind, ChannelChoice);
/** Coins below which the member is told once; null = the cheapest product on sale. */
const lowBalanceBelow = z
  .int('a whole number')
  .min(0, 'not below 0')
  .max(1_000_000, 'a million coins or less')
  .nullable();

/** `GET /api/v1/notifications/preferences`. */
export const NotificationPreferences = z.object({
  choices,
  lowBalanceBelow,
  /** Whether mail reaches the member: `not_verified` until the address is confirmed (security mail goes there all the same). */
  mail: z.enum(['ready', 'not_verified', 'not_configured']),
  /** The member's webhook without its secret part; `gone` = Discord answered that it does not exist any more. */
  discord: z.object({ name: z.string(), setAt: z.iso.datetime(), gone: z.boolean() }).nullable(),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** `PUT /api/v1/notifications/preferences`: the whole of it. What `alwaysTold` names stays on whatever is sent. */
export const EditNotificationPreferencesRequest = z.object({ choices, lowBalanceBelow });
export type EditNotificationPreferencesRequest = z.infer<typeof EditNotificationPreferencesRequest>;

/** `PUT /api/v1/notifications/discord-webhook`: an address that Discord made (`https://discord.com/api/webhooks/…`), or null to remove it. */
export const DiscordWebhookRequest = z.object({
  url: z
    .string()
    .trim()
    .max(300)
    .regex(
      /^https:\/\/(?:(?:canary|ptb)\.)?(?:discord|discordapp)\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{5,25}\/[\w-]{20,120}\/?$/,
      'copy the webhook address from Discord: it begins with https://discord.com/api/webhooks/',
    )
    .nullable(),
});
export type DiscordWebhookRequest = z.infer<typeof DiscordWebhookRequest>;

/** `POST /api/v1/notifications/test` (202): sends a short message to the member. Refused with not_configured where the channel has no way. */
export const TestNotificationRequest = z.object({ channel: z.enum(['mail', 'discord']) });
export type TestNotificationRequest = z.infer<typeof TestNotificationRequest>;
