import { isIP } from 'node:net';
import type { BrokerContext } from '../../../context.ts';
import { chooseCookies } from '../choose-cookies.ts';

/** What a passkey is bound to: the host name of the public address, and the origin whose pages may use it. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** Null where browsers give no passkeys: over plain http (but localhost), and where the address is a number. */
export function relyingPartyOf({ config }: Pick<BrokerContext, 'config'>): RelyingParty | null {
  const { hostname, origin } = new URL(config.http.publicUrl);
  const plain = hostname.replace(/^\[|\]$/g, '');
  if (!chooseCookies(config.http.publicUrl).secure || isIP(plain) !== 0) return null;
  return { id: hostname, origin };
}
