import type { BrokerContext } from '../../context.ts';
import { type QueueNow, readQueue } from './read-queue.ts';

type Context = Pick<BrokerContext, 'db' | 'bus' | 'config'>;

interface Watch {
  now: Promise<QueueNow> | null;
  /** The last that was read whole. */
  last: QueueNow | null;
  /** How many waited at the last reading. */
  length: number;
  readAt: number;
  isStale: boolean;
}

/** Time alone changes places too (ageing, hours, a worker that fell silent): nothing shown is older than this. */
const freshForMs = 1_000;
/** In a rush a long queue changes all the time: then it is read a few times a second, not at every change. */
const long = { machines: 200, restMs: 250 };

const watches = new WeakMap<Context['bus'], Watch>();

/**
 * The queue as everybody in this process sees it: read once for all who ask at the same time, again when it changed, and at least
 * every second. So ten thousand pages that wait cost one reading a second.
 */
export async function queueNow(ctx: Context): Promise<QueueNow> {
  const watch = watches.get(ctx.bus) ?? startWatch(ctx);
  const ageMs = performance.now() - watch.readAt;
  const staleAfterMs = watch.length > long.machines ? long.restMs : 0;
  if (watch.now !== null && ageMs < (watch.isStale ? staleAfterMs : freshForMs)) return await watch.now;
  watch.isStale = false;
  watch.readAt = performance.now();
  const reading = readQueue(ctx, watch.last);
  watch.now = reading;
  reading.then(
    (read) => {
      watch.last = read;
      watch.length = read.machines.length;
    },
    () => {
      if (watch.now === reading) watch.now = null;
    },
  );
  return await reading;
}

function startWatch(ctx: Context): Watch {
  const watch: Watch = { now: null, last: null, length: 0, readAt: -Infinity, isStale: false };
  watches.set(ctx.bus, watch);
  ctx.bus.on('queue_changed', () => {
    watch.isStale = true;
  });
  return watch;
}
