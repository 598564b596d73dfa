import type { BrokerContext } from '../context.ts';
import { finishDrains } from '../domains/fleet/index.ts';

/** Hands over or ends what still runs on draining workers at their deadline, and calls the empty ones drained. */
export function createFinishDrains(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const { ended, handedOver } = await finishDrains(ctx);
    if (ended + handedOver > 0)
      ctx.log.info({ ended, handedOver }, 'machines left a worker that was drained');
  };
}
