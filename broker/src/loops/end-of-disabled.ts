import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines } from '../domains/machines/index.ts';

/** Ends what waits and runs of members whose account was disabled; what was only held goes back. */
export function createEndOfDisabled(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const ended = await endDueMachines(ctx, {
      due: dueMachines.ofDisabledMember,
      end: { reason: 'account_disabled', actor: 'system' },
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines of disabled accounts ended');
  };
}
