import type { BrokerContext } from '../context.ts';
import { forgiveUnprobed } from '../domains/fleet/index.ts';
import type { Loop } from './loop.ts';

/** Lets workers that are too old to be probed work again after a while; the others are probed over their sockets. */
export function createForgiveUnprobed(ctx: BrokerContext): Loop['run'] {
  return async () => {
    const forgiven = await forgiveUnprobed(ctx);
    if (forgiven > 0) ctx.log.info({ forgiven }, 'failing workers that cannot be probed get machines again');
  };
}
