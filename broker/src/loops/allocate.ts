import type { BrokerContext } from '../context.ts';
import { allocateMachines } from '../domains/fleet/index.ts';

/**
 * Gives waiting machines to workers, batch after batch, until a batch is not full. What lost its worker is looked for once in a
 * while, not at every wake-up: that look reads every running machine.
 */
export function createAllocate(ctx: BrokerContext): () => Promise<void> {
  const startedAt = performance.now();
  let orphansAt = -Infinity;
  return async () => {
    for (;;) {
      const now = performance.now();
      const orphansToo = now - orphansAt >= ctx.config.loops.intervalMs;
      if (orphansToo) orphansAt = now;
      const { placed, isMore } = await allocateMachines(ctx, { startedAgoMs: now - startedAt, orphansToo });
      if (placed > 0) ctx.log.debug({ placed }, 'machines were given to workers');
      if (!isMore) return;
    }
  };
}
