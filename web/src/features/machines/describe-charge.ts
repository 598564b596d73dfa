import type { Machine } from '@coinslot/shared/http/machines.ts';
import { formatCoins } from '../../lib/format.ts';

/** A machine's charge in words, e.g. "10 coins paid, 4 of them came back". */
export function describeCharge({ state, price, refunded }: Machine['charge']): string {
  if (state === 'held') return `${formatCoins(price)} held until it is ready`;
  if (state === 'released') return `${formatCoins(price)} held, all came back`;
  return refunded > 0
    ? `${formatCoins(price)} paid, ${refunded} of them came back`
    : `${formatCoins(price)} paid`;
}
