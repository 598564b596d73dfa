import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines } from '../domains/machines/index.ts';

/** Ends machines whose sold time is over. */
export function createExpireMachines(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const ended = await endDueMachines(ctx, {
      due: dueMachines.expired,
      end: { reason: 'expired', actor: 'system' },
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines reached the end of their time');
  };
}
