import type { BrokerContext } from '../context.ts';
import { allocateMachines } from '../domains/fleet/index.ts';

/** Gives waiting machines to workers, batch after batch, until a batch is not full. */
export function createAllocate(ctx: BrokerContext): () => Promise<void> {
  const startedAt = performance.now();
  return async () => {
    for (;;) {
      const { placed, isMore } = await allocateMachines(ctx, performance.now() - startedAt);
      if (placed > 0) ctx.log.debug({ placed }, 'machines were given to workers');
      if (!isMore) return;
    }
  };
}
