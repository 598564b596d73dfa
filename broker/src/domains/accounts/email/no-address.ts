import { noAddressHost } from '@coinslot/shared/no-address.ts';

/** The address of a member whose provider told none. */
export function makeNoAddress(): string {
  return `${crypto.randomUUID()}@${noAddressHost}`;
}
