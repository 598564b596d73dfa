import type { BrokerContext } from '../context.ts';
import {
  endUnadopted,
  massOutageIsOn,
  releaseUnconfirmed,
  sweepLeases,
  sweepUnaccepted,
} from '../domains/fleet/index.ts';

/**
 * Takes back leases that nobody accepted, that ran out, or whose lab never confirmed the end, and ends ready machines that nobody adopted. Our own outage is
 * not the workers' fault: nobody is declared lost for a while after our start, or after we could not look for as long as makes a worker
 * suspect (the database was away, this process stood still), nor while most of them are silent at once.
 */
export function createSweepLeases(ctx: BrokerContext, clock = () => performance.now()): () => Promise<void> {
  const { startGraceMs, suspectAfterMs } = ctx.config.fleet;
  let awakeSince = clock();
  let lookedAt = awakeSince;
  return async () => {
    const now = clock();
    if (now - lookedAt > suspectAfterMs) {
      awakeSince = now;
      ctx.log.warn(
        { awayMs: Math.round(now - lookedAt) },
        'leases could not be looked at for a while: nobody is lost yet',
      );
    }
    const awakeForMs = now - awakeSince;
    await sweepUnaccepted(ctx, awakeForMs);
    await releaseUnconfirmed(ctx);
    const lossesCount = !(await massOutageIsOn(ctx)) && awakeForMs >= startGraceMs;
    await sweepLeases(ctx, lossesCount);
    if (lossesCount) await endUnadopted(ctx);
    lookedAt = clock();
  };
}
