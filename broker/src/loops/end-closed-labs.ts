import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines } from '../domains/machines/index.ts';

/** Ends what waits and runs at labs whose kill switch ends that too; unused coins go back. */
export function createEndClosedLabs(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const ended = await endDueMachines(ctx, {
      due: dueMachines.atSwitchedOffLab,
      end: { reason: 'lab_disabled', actor: 'system' },
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines ended with their lab, which was switched off');
  };
}
