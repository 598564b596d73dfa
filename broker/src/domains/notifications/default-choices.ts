import type { ChannelChoice, NotificationKind } from '@coinslot/shared/http/notifications.ts';

/**
 * Where each kind is told until a member chooses otherwise. Mail by itself only for what concerns coins and the account; a member
 * who sets a webhook wants their machines there.
 */
export const defaultChoices = {
  machine_ready: { page: true, mail: false, discord: true },
  machine_expiring: { page: true, mail: false, discord: true },
  machine_failed: { page: true, mail: true, discord: true },
  machine_ended: { page: true, mail: false, discord: false },
  low_balance: { page: true, mail: false, discord: false },
  announcement: { page: true, mail: false, discord: false },
  coins_adjusted: { page: true, mail: true, discord: false },
  security: { page: true, mail: true, discord: false },
  voucher: { page: true, mail: false, discord: false },
} as const satisfies Record<NotificationKind, ChannelChoice>;
