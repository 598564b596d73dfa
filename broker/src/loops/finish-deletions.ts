import type { BrokerContext } from '../context.ts';
import { finishDeletions } from '../domains/account-data/index.ts';

/** Forgets members who asked for it, as soon as nothing of theirs runs any more. */
export function createFinishDeletions(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const finished = await finishDeletions(ctx);
    if (finished > 0) ctx.log.info({ finished }, 'accounts were deleted');
  };
}
