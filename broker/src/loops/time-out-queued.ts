import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines } from '../domains/machines/index.ts';

/** Ends machines for which no place became free in time; the coins go back. */
export function createTimeOutQueued(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const ended = await endDueMachines(ctx, {
      due: dueMachines.queuedTooLong,
      end: { reason: 'queue_timeout', actor: 'system' },
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines waited too long for a place');
  };
}
