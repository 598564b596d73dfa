import type { BrokerContext } from '../context.ts';
import {
  createMassOutageBrake,
  endUnadopted,
  releaseUnconfirmed,
  sweepLeases,
  sweepUnaccepted,
} from '../domains/fleet/index.ts';

/**
 * Takes back leases that nobody accepted, that ran out, or whose lab never confirmed the end, and ends ready machines that nobody adopted. Our own outage is
 * not the workers' fault: nobody is declared lost for a while after our start, nor while most of them are silent at once.
 */
export function createSweepLeases(ctx: BrokerContext): () => Promise<void> {
  const startedAt = performance.now();
  const { startGraceMs, suspectAfterMs, lostAfterMs } = ctx.config.fleet;
  const brake = createMassOutageBrake(ctx.db, {
    suspectAfterMs,
    lostAfterMs,
    onBrake: (facts) => {
      ctx.metrics.faults.inc({ kind: 'mass_outage' });
      ctx.log.error(facts, 'most workers went silent at once: nothing is reassigned for five minutes');
    },
  });
  return async () => {
    const startedAgoMs = performance.now() - startedAt;
    await sweepUnaccepted(ctx, startedAgoMs);
    await releaseUnconfirmed(ctx);
    const lossesCount = startedAgoMs >= startGraceMs && !(await brake.isOn());
    await sweepLeases(ctx, lossesCount);
    if (lossesCount) await endUnadopted(ctx);
  };
}
