import type { BrokerContext } from '../context.ts';
import { countTimeOut, dueMachines, endDueMachines, explainTimeOut } from '../domains/machines/index.ts';

/** Ends machines that were not ready in time, over all tries; the coins go back. */
export function createTimeOutProvisioning(ctx: BrokerContext): () => Promise<void> {
  return async () => {
    const ended = await endDueMachines(ctx, {
      due: dueMachines.preparedTooLong,
      end: { reason: 'provision_timeout', actor: 'system' },
      explain: explainTimeOut,
      afterwards: (tx, machineId) => countTimeOut(tx, ctx, machineId),
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines were not ready in time');
  };
}
