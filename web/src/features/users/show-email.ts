import { isRealAddress } from '@coinslot/shared/no-address.ts';
import { t } from '@lingui/core/macro';

/** A member's address; one that only holds the place of an unknown one is not shown. */
export function showEmail(email: string): string {
  return isRealAddress(email) ? email : t`No e-mail address`;
}
