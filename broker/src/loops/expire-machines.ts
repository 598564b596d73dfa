import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines, warnExpiring } from '../domains/machines/index.ts';

/** Warns before the sold time is over, and ends what is over. */
export function createExpireMachines(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    await warnExpiring(ctx);
    const ended = await endDueMachines(ctx, {
      due: dueMachines.expired,
      end: { reason: 'expired', actor: 'system' },
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines reached the end of their time');
  };
}
