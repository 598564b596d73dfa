import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines } from '../domains/machines/index.ts';

/** Ends machines that wait for a lab that was switched off; the coins go back. */
export function createEndClosedLabs(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const ended = await endDueMachines(ctx, {
      due: dueMachines.queuedAtClosedLab,
      end: { reason: 'lab_disabled', actor: 'system' },
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines waited for a lab that is closed');
  };
}
