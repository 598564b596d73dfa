import type { BrokerContext } from '../context.ts';
import {
  beginAnew,
  endMissing,
  giveUpUnanswered,
  orderInventories,
  scheduleInventories,
} from '../domains/reconciler/index.ts';
import type { Loop } from './loop.ts';

/**
 * Has workers look at what labs list for our seats, and acts on what two inventories agree on. Just after our own start every seat in use
 * has its turn.
 */
export function createReconcileLabs(ctx: BrokerContext): Loop['run'] {
  const startedAt = performance.now();
  let isFirst = true;
  return async () => {
    if (isFirst) await beginAnew(ctx);
    isFirst = false;
    await giveUpUnanswered(ctx);
    await scheduleInventories(ctx);
    const ended = await endMissing(ctx);
    if (ended > 0) ctx.log.warn({ ended }, 'machines that their labs do not list were ended');
    await orderInventories(ctx, performance.now() - startedAt);
  };
}
