import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import type { BrokerContext } from '../context.ts';
import { dueMachines, endDueMachines } from '../domains/machines/index.ts';
import { createStartGrace } from './start-grace.ts';

/** Ends machines that nobody uses; gives up what nobody could reach for too long, with a refund. */
export function createEndUnused(ctx: BrokerContext): () => Promise<void> {
  const graceIsOver = createStartGrace(ctx.config.fleet.startGraceMs);
  return async () => {
    if (!graceIsOver()) return;
    const idle = await endDueMachines(ctx, {
      due: dueMachines.idle,
      end: { reason: 'idle', actor: 'system' },
    });
    if (idle > 0) ctx.log.info({ ended: idle }, 'machines were idle for too long');
    const givenUp = await endDueMachines(ctx, {
      due: dueMachines.givenUp,
      end: {
        reason: 'lab_ended',
        detail: saidSentences.machine_given_up,
        actor: 'system',
      },
    });
    if (givenUp > 0) ctx.log.warn({ ended: givenUp }, 'machines that nobody could reach were given up');
  };
}
