/** Spares most purchases the count of the queue: asks for one each second, and for each purchase once the queue looks full. */
export interface QueueGuard {
  /** How far the next purchase must count; null = the queue is known to be far from full. */
  lengthToCount: () => number | null;
  /** What a purchase has counted (at most the limit). */
  counted: (waiting: number) => void;
  /** One more waits. */
  bought: () => void;
}

// The purchases of other brokers are seen at the next count; the limit protects the broker and may be passed by a few.
const countedForMs = 1_000;

export function createQueueGuard(queueLengthMax: number, now = Date.now): QueueGuard {
  let waitingAtMost = Number.POSITIVE_INFINITY;
  let countAgainAt = 0;
  return {
    lengthToCount: () => (waitingAtMost >= queueLengthMax || now() >= countAgainAt ? queueLengthMax : null),
    counted(waiting) {
      waitingAtMost = waiting;
      countAgainAt = now() + countedForMs;
    },
    bought() {
      waitingAtMost += 1;
    },
  };
}
