import type { BrokerContext } from '../context.ts';
import { finishDrains } from '../domains/fleet/index.ts';

/** Ends what still runs on draining workers at their deadline, and calls the empty ones drained. */
export function createFinishDrains(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const ended = await finishDrains(ctx);
    if (ended > 0) ctx.log.info({ ended }, 'machines ended because their worker was drained');
  };
}
