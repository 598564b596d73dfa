import type { Orders } from './orders.ts';

/** The broker stops waiting when the time is over; so much earlier we do, to tell it what failed, with evidence. */
const giveUpEarlierMs = 15_000;

/**
 * Aborts when the time for preparing is over: a TimeoutError. Each newer word of the broker counts anew, for a person's help may give more
 * time. `stop` when nobody waits for it any more.
 */
export function startProvisionDeadline(orders: Orders): { signal: AbortSignal; stop: () => void } {
  const late = new AbortController();
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    clearTimeout(timer);
    const leftMs = Math.max(1, orders.newest().provisionRemainingMs - giveUpEarlierMs);
    timer = setTimeout(() => late.abort(new DOMException('The time is over.', 'TimeoutError')), leftMs);
    timer.unref();
  }

  async function follow(): Promise<void> {
    let known = orders.newest();
    while (!stopped.signal.aborted) {
      await orders.changed();
      if (orders.newest() === known || stopped.signal.aborted) continue;
      known = orders.newest();
      arm();
    }
  }

  arm();
  void follow();
  return {
    signal: late.signal,
    stop() {
      stopped.abort();
      clearTimeout(timer);
      // Its own waiting ends, too.
      orders.wake();
    },
  };
}
