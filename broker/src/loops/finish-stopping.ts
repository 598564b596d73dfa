import type { BrokerContext } from '../context.ts';
import { finishStopping } from '../domains/machines/index.ts';

/** Calls machines stopped whose lab has not confirmed the end in time; the lab's session goes on ending behind them. */
export function createFinishStopping(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const finished = await finishStopping(ctx);
    if (finished > 0)
      ctx.log.warn({ finished }, 'machines were stopped without waiting longer for their lab');
  };
}
