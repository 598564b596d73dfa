/** Watches the time since the broker last answered; the worker must stop acting before others may act for it. */
export type Fence = {
  /** The broker answered; `sinceMs`: how long ago the answered question was sent. */
  answered: (sinceMs?: number) => void;
  /** The time allowed without an answer, from the broker's welcome. */
  allow: (fenceAfterMs: number) => void;
  stop: () => void;
};

/** Calls `onFence` once each time the broker has been silent for too long. Not armed before the first welcome. */
export function guardFence(onFence: () => void): Fence {
  let fenceAfterMs: number | null = null;
  let timer: NodeJS.Timeout | null = null;

  function arm(sinceMs: number): void {
    if (timer !== null) clearTimeout(timer);
    timer = fenceAfterMs === null ? null : setTimeout(onFence, Math.max(0, fenceAfterMs - sinceMs));
  }

  return {
    answered: (sinceMs = 0) => arm(sinceMs),
    allow(nextFenceAfterMs) {
      fenceAfterMs = nextFenceAfterMs;
      arm(0);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
