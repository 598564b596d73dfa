import type { SignedInBy } from '@coinslot/shared/http/account-security.ts';
import { t } from '@lingui/core/macro';

/** How a session began, as part of a line. */
export function describeSignedInBy(way: SignedInBy): string {
  switch (way) {
    case 'password':
      return t`by password`;
    case 'passkey':
      return t`by passkey`;
    case 'discord':
      return t`by Discord`;
    case 'google':
      return t`by Google`;
    case 'x':
      return t`by X`;
    case 'registration':
      return t`since registering`;
  }
}
