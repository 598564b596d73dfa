import type { BrokerContext } from '../context.ts';
import { keepIncidents, noteLoops, noteStartGrace } from '../domains/incidents/index.ts';
import type { Loop } from './loop.ts';

/** Writes down what this process knows of itself, and what is stuck: when it opened, and when it closed. */
export function createWatchIncidents(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db' | 'processId'>,
  readLoops: () => Record<string, { healthy: boolean; lastRunAt: string | null }>,
): Loop['run'] {
  const startedAt = new Date().toISOString();
  let saidStart = false;
  return async () => {
    const { startGraceMs } = ctx.config.fleet;
    if (!saidStart && startGraceMs > 0) await noteStartGrace(ctx, startGraceMs);
    saidStart = true;
    const stuck = Object.entries(readLoops()).filter(([, { healthy }]) => !healthy);
    await noteLoops(
      ctx,
      stuck.map(([name, { lastRunAt }]) => ({ name, since: lastRunAt ?? startedAt })),
    );
    await keepIncidents(ctx);
  };
}
