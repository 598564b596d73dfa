import { addressOf } from '../../http/limit-requests.ts';

/**
 * What works without a session. A class behind one router has one address, so many may come from there: what is guessed has 256 bits, or
 * a limit of its own for each account.
 */
export const openRoute = {
  access: 'public',
  readsSession: false,
  idempotent: false,
  rateLimit: { max: 300, timeWindow: '5 minutes', keyGenerator: addressOf },
} as const;
