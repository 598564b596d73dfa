import { isRealAddress } from '@coinslot/shared/no-address.ts';

/** The member's address; null when the account came from a provider that gave none and only a stand-in is kept. */
export function ownEmail(email: string): string | null {
  return isRealAddress(email) ? email : null;
}
