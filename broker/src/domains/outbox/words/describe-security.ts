import type { WaysLeft } from '@coinslot/shared/http/account-security.ts';
import type { SecurityEvent } from '@coinslot/shared/http/notifications.ts';
import { providerNames } from '@coinslot/shared/http/sign-in.ts';

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

const changePassword = 'change your password and end the other sessions.';
const ofSessions = {
  line:
    'If this was not you, set a new password at once by “Forgot your password?”: that ends all sessions and revokes all API keys. ' +
    'Then look at your other ways to sign in.',
  link: { text: 'Look at your account', to: '/account/security' },
};
const ofWays = {
  line: `If this was not you, put your ways to sign in right at once, ${changePassword}`,
  link: { text: 'Look at your ways to sign in', to: '/account/ways-in' },
};
const ofKeys = {
  line: `If this was not you, revoke the key at once: it goes on working until then. Then ${changePassword}`,
  link: { text: 'Look at your API keys', to: '/account/keys' },
};

/** What to do about it, and where: a new password takes away neither a passkey nor a linked account, and a key only when it is set by a link. */
export const securityAdvice = {
  new_device: ofSessions,
  password_changed: ofSessions,
  password_removed: ofSessions,
  email_changed: ofSessions,
  second_factor_on: ofSessions,
  second_factor_off: ofSessions,
  recovery_codes_made: ofSessions,
  recovery_code_used: ofSessions,
  passkey_added: ofWays,
  passkey_removed: ofWays,
  identity_linked: ofWays,
  identity_unlinked: ofWays,
  api_key_made: ofKeys,
  device_approved: ofKeys,
} as const satisfies Record<SecurityEvent, { line: string; link: { text: string; to: string } }>;

/** What a new password left as it was; no line when that is nothing. */
export function describeWaysLeft({ providers, passkeys }: WaysLeft): string[] {
  const ways = providers.map((provider) => `an account at ${providerNames[provider]}`);
  if (passkeys > 0) ways.push(passkeys === 1 ? '1 passkey' : `${passkeys} passkeys`);
  return ways.length === 0 ? [] : [`Still opens the account: ${ways.join(', ')}. Remove what is not yours.`];
}
