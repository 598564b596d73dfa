import type { BrokerContext } from '../context.ts';
import { extendDueMachines, failLateRestarts, refuseLateExtensions } from '../domains/machines/index.ts';
import { createStartGrace } from './start-grace.ts';

/** Buys more time where auto-extend is on, and decides extensions and restarts that the lab did not do in time. */
export function createSettleOrders(ctx: BrokerContext): () => Promise<void> {
  const graceIsOver = createStartGrace(ctx.config.fleet.startGraceMs);
  return async () => {
    if (graceIsOver()) {
      await refuseLateExtensions(ctx);
      await failLateRestarts(ctx);
    }
    await extendDueMachines(ctx);
  };
}
