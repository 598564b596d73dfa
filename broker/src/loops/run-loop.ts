import type { Logger } from 'pino';
import type { Bus } from '../live/bus.ts';
import type { Loop } from './loop.ts';

const longestBackOffMs = 60_000;
// Under a flood of wake-ups a loop works a fifth of the time: one round for many of them, not one after another.
const restsPerRound = 4;

export interface RunningLoop {
  /** When a round last ended well; null before the first. */
  lastRunAt(): Date | null;
  /** No new round begins; resolves when the one that runs has ended. */
  stop(): Promise<void>;
}

/**
 * Runs a loop: rounds never overlap, a wake-up during a round makes one more round follow after a rest of four times as long as the
 * round took, and each failure in a row doubles the pause. It ends only by `stop`.
 */
export function runLoop(loop: Loop, { bus, log }: { bus: Bus; log: Logger }): RunningLoop {
  let lastRunAt: Date | null = null;
  let failuresInRow = 0;
  const stopping = new AbortController();
  let woken = false;
  let restUntil = 0;
  let endPause: () => void = () => undefined;

  function wake(): void {
    woken = true;
    endPause();
  }

  async function runRound(): Promise<void> {
    const startedAt = performance.now();
    try {
      await loop.run();
      lastRunAt = new Date();
      failuresInRow = 0;
    } catch (error) {
      failuresInRow += 1;
      log.error({ err: error, loop: loop.name, failuresInRow }, 'a loop failed and will run again');
    }
    const endedAt = performance.now();
    restUntil = endedAt + Math.min(loop.everyMs, restsPerRound * (endedAt - startedAt));
  }

  async function pause(): Promise<void> {
    // After a failure only time helps: a flood of wake-ups must not become a flood of failures.
    if (failuresInRow > 0) {
      const backOffMs = Math.min(longestBackOffMs, loop.everyMs * 2 ** Math.min(failuresInRow, 10));
      await waitUnlessEnded(Math.max(loop.everyMs, backOffMs), () => stopping.signal.aborted);
      return;
    }
    if (!woken) await waitUnlessEnded(loop.everyMs, () => true);
    if (woken) await waitUnlessEnded(restUntil - performance.now(), () => stopping.signal.aborted);
  }

  /** Waits; whoever wakes ends it early when `mayEnd` says so. */
  async function waitUnlessEnded(ms: number, mayEnd: () => boolean): Promise<void> {
    if (ms <= 0 || stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      endPause = () => {
        if (!mayEnd()) return;
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
