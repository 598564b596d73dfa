import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines } from '../domains/machines/index.ts';
import { createStartGrace } from './start-grace.ts';

/** Ends machines whose sold time is over. */
export function createExpireMachines(ctx: BrokerContext): () => Promise<void> {
  const graceIsOver = createStartGrace(ctx.config.fleet.startGraceMs);
  return async () => {
    const ended = await endDueMachines(ctx, {
      due: graceIsOver() ? dueMachines.expired : dueMachines.expiredAtStart,
      end: { reason: 'expired', actor: 'system' },
    });
    if (ended > 0) ctx.log.info({ ended }, 'machines reached the end of their time');
  };
}
