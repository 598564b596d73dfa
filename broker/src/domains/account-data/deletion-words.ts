import { isRealAddress } from '@coinslot/shared/no-address.ts';

/**
 * What a member may type to delete their account, the first one is the one that is asked for: their address, or their name. An address
 * that stands for none was never shown to them, so nobody is asked to type it.
 */
export function deletionWords({ email, name }: { email: string; name: string }): string[] {
  return [...(isRealAddress(email) ? [email] : []), name];
}
