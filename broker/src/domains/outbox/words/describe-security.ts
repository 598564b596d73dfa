import type { SecurityEvent } from '@coinslot/shared/http/notifications.ts';

/** What happened to the account, as a sentence. */
export const securityWords = {
  new_device: 'Somebody signed in on a device that was not used before.',
  password_changed: 'The password was changed.',
  password_removed: 'The password was removed.',
  email_changed: 'The e-mail address was changed.',
  second_factor_on: 'The second factor was switched on.',
  second_factor_off: 'The second factor was switched off.',
  recovery_codes_made: 'New recovery codes were made; the old ones are void.',
  recovery_code_used: 'A recovery code was used to sign in.',
  passkey_added: 'A passkey was added.',
  passkey_removed: 'A passkey was removed.',
  identity_linked: 'Another way to sign in was added.',
  identity_unlinked: 'A way to sign in was removed.',
  api_key_made: 'An API key was made.',
  device_approved: 'A program was allowed to use the account.',
} as const satisfies Record<SecurityEvent, string>;
