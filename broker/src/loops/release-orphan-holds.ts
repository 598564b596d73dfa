import type { BrokerContext } from '../context.ts';
import { releaseOrphanHolds } from '../domains/machines/index.ts';

/** Gives back coins that are still held for machines that ended; each one is logged as a fault. */
export function createReleaseOrphanHolds(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    await releaseOrphanHolds(ctx);
  };
}
