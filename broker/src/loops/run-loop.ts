import type { Logger } from 'pino';
import type { Bus } from '../live/bus.ts';
import type { Loop } from './loop.ts';

const longestBackOffMs = 60_000;

export interface RunningLoop {
  /** When a round last ended well; null before the first. */
  lastRunAt(): Date | null;
  /** No new round begins; resolves when the one that runs has ended. */
  stop(): Promise<void>;
}

/**
 * Runs a loop: rounds never overlap, a wake-up during a round makes one more round follow, and each failure in a row doubles the
 * pause. It ends only by `stop`.
 */
export function runLoop(loop: Loop, { bus, log }: { bus: Bus; log: Logger }): RunningLoop {
  let lastRunAt: Date | null = null;
  let failuresInRow = 0;
  const stopping = new AbortController();
  let woken = false;
  let endPause: () => void = () => undefined;

  function wake(): void {
    woken = true;
    endPause();
  }

  async function runRound(): Promise<void> {
    try {
      await loop.run();
      lastRunAt = new Date();
      failuresInRow = 0;
    } catch (error) {
      failuresInRow += 1;
      log.error({ err: error, loop: loop.name, failuresInRow }, 'a loop failed and will run again');
    }
  }

  async function pause(): Promise<void> {
    // After a failure only time helps: a flood of wake-ups must not become a flood of failures.
    if (woken && failuresInRow === 0) return;
    const backOffMs = Math.min(longestBackOffMs, loop.everyMs * 2 ** Math.min(failuresInRow, 10));
    const pauseMs = Math.max(loop.everyMs, backOffMs);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      endPause = () => {
        if (failuresInRow > 0 && !stopping.signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });
    endPause = () => undefined;
  }

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      woken = false;
      await runRound();
      if (!stopping.signal.aborted) await pause();
    }
  }

  const stopListening = loop.wakeOn === undefined ? () => undefined : bus.on(loop.wakeOn, wake);
  const ended = keepRunning();
  return {
    lastRunAt: () => lastRunAt,
    async stop() {
      stopping.abort();
      stopListening();
      endPause();
      await ended;
    },
  };
}
