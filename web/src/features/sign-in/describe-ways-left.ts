import type { WaysLeft } from '@coinslot/shared/http/account-security.ts';
import { providerNames } from '@coinslot/shared/http/sign-in.ts';
import { plural, t } from '@lingui/core/macro';

/** What opens an account beside its password, each in a few words; empty when nothing else does. */
export function describeWaysLeft({ providers, passkeys }: WaysLeft): string[] {
  const accounts = providers.map((provider) => nameAccount(providerNames[provider]));
  return passkeys > 0 ? [...accounts, countPasskeys(passkeys)] : accounts;
}

function nameAccount(provider: string): string {
  return t`An account at ${provider}`;
}

function countPasskeys(count: number): string {
  return t`${plural(count, { one: '# passkey', other: '# passkeys' })}`;
}
