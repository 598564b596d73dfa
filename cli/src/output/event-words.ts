import type { NotificationKind, SecurityEvent } from '@coinslot/shared/http/notifications.ts';
import type { TransferKind } from '@coinslot/shared/states/transfer.ts';

const transferWords: Readonly<Record<TransferKind, string>> = {
  campaign_grant: 'Gift of coins',
  admin_grant: 'Added by an admin',
  admin_removal: 'Removed by an admin',
  voucher: 'Voucher',
  hold: 'Held',
  capture: 'Paid',
  release: 'Came back',
  refund: 'Refund',
  account_closed: 'Account closed',
};

const notificationWords: Readonly<Record<NotificationKind, string>> = {
  machine_ready: 'Machine is ready',
  machine_expiring: 'Machine ends soon',
  machine_failed: 'Machine failed',
  machine_ended: 'Machine has ended',
  low_balance: 'Few coins left',
  announcement: 'Announcement',
  coins_adjusted: 'Coins adjusted by an admin',
  security: 'Your account',
  voucher: 'Voucher',
};

const securityWords: Readonly<Record<SecurityEvent, string>> = {
  new_device: 'Sign-in from a new device',
  password_changed: 'Password changed',
  password_removed: 'Password taken away',
  email_changed: 'E-mail address changed',
  second_factor_on: 'Second factor switched on',
  second_factor_off: 'Second factor switched off',
  recovery_codes_made: 'New recovery codes made',
  recovery_code_used: 'Recovery code used',
  passkey_added: 'Passkey added',
  passkey_removed: 'Passkey removed',
  identity_linked: 'Sign-in linked',
  identity_unlinked: 'Sign-in unlinked',
  api_key_made: 'API key made',
  device_approved: 'Terminal let in',
};

/** How coins moved, in the words of the wallet's page. */
export function sayTransferKind(kind: TransferKind): string {
  return transferWords[kind];
}

/** What a notification is about. */
export function sayNotificationKind(kind: NotificationKind): string {
  return notificationWords[kind];
}

/** What happened to the account. */
export function saySecurityEvent(event: SecurityEvent): string {
  return securityWords[event];
}
