import type { BrokerContext } from '../context.ts';
import { tellLowBalances } from '../domains/notifications/index.ts';
import type { Loop } from './loop.ts';

/** Tells members whose coins run low. */
export function createTellMembers(ctx: BrokerContext): Loop['run'] {
  return async () => {
    await tellLowBalances(ctx);
  };
}
