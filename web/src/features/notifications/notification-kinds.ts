import {
  type NotificationChannel,
  type NotificationKind,
  alwaysTold,
} from '@coinslot/shared/http/notifications.ts';
import { t } from '@lingui/core/macro';

/** What is told, as a member chooses it. */
export function describeKind(kind: NotificationKind): string {
  switch (kind) {
    case 'machine_ready':
      return t`A machine is ready`;
    case 'machine_expiring':
      return t`A machine ends soon`;
    case 'machine_failed':
      return t`A machine failed or ended early`;
    case 'machine_ended':
      return t`A machine has ended`;
    case 'low_balance':
      return t`Few coins are left`;
    case 'announcement':
      return t`Announcements`;
    case 'coins_adjusted':
      return t`An admin changed your coins`;
    case 'security':
      return t`Security of your account`;
    case 'voucher':
      return t`A voucher was redeemed`;
  }
}

export function describeChannel(channel: NotificationChannel): string {
  switch (channel) {
    case 'page':
      return t`Here`;
    case 'mail':
      return t`Mail`;
    case 'discord':
      return 'Discord';
  }
}

/** True for what stays on whatever is chosen. */
export function isAlwaysTold(kind: NotificationKind, channel: NotificationChannel): boolean {
  const channels: readonly NotificationChannel[] = kind === 'security' ? alwaysTold.security : [];
  return channels.includes(channel);
}
