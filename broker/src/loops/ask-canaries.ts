import type { BrokerContext } from '../context.ts';
import { askDueCanaries } from '../domains/canaries/index.ts';
import type { Loop } from './loop.ts';

/** Asks for the canaries that are due: of what a breaker closed and that has rested, and as labs are scheduled. */
export function createAskCanaries(ctx: BrokerContext): Loop['run'] {
  return async () => {
    const asked = await askDueCanaries(ctx);
    if (asked > 0) ctx.log.info({ asked }, 'canaries were asked for');
  };
}
