import type { BrokerContext } from '../context.ts';
import { warnExpiring, warnIdle } from '../domains/machines/index.ts';

/** Warns owners before their machine's time is over, and before one that nobody uses is ended. No end waits for it. */
export function createWarnMembers(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    await warnExpiring(ctx);
    await warnIdle(ctx);
  };
}
