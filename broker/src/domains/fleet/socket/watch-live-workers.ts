import type { BrokerContext } from '../../../context.ts';
import { checkLiveWorkers, type LiveWorkers } from './live-workers.ts';

/** Revoking must close a socket within 5 s on any broker, also when nobody told this one. */
const checkEveryMs = 2000;

/**
 * Checks the live workers whenever one of them changed, and every two seconds. Never two checks at once. Answers how to
 * stop it; that waits for the check that runs.
 */
export function watchLiveWorkers(ctx: BrokerContext, live: LiveWorkers): () => Promise<void> {
  const changed = new Set<string>();
  const stop = new AbortController();
  let isAsked = false;
  let running: Promise<void> | null = null;

  async function checkWhileAsked(): Promise<void> {
    while (isAsked && !stop.signal.aborted) {
      isAsked = false;
      const told = new Set(changed);
      changed.clear();
      try {
        await checkLiveWorkers(ctx, live, told);
      } catch (error) {
        // The next round tells them.
        for (const workerId of told) changed.add(workerId);
        ctx.log.error({ err: error }, 'connected workers could not be checked');
      }
    }
    running = null;
  }

  function ask(): void {
    isAsked = true;
    running ??= checkWhileAsked();
  }

  const timer = setInterval(ask, checkEveryMs);
  const forget = ctx.bus.on('desired_changed', ({ workerId }) => {
    if (!live.has(workerId)) return;
    changed.add(workerId);
    ask();
  });
  return async () => {
    stop.abort();
    clearInterval(timer);
    forget();
    await running;
  };
}
