import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerContext } from '../context.ts';
import { createQueueTeller } from '../domains/machines/index.ts';
import type { Loop } from './loop.ts';

/** A rush of purchases is told together. */
const togetherMs = 200;

/** Tells those who wait what their place is. */
export function createTellQueue(ctx: BrokerContext): Loop['run'] {
  const tell = createQueueTeller(ctx);
  return async () => {
    await tell();
    await sleep(Math.min(togetherMs, ctx.config.loops.intervalMs));
  };
}
