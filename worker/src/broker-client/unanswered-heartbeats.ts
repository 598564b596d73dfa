import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { bootNowMs } from '../boot-clock.ts';

/** Heartbeats of one connection that the broker has not answered yet. */
export type UnansweredHeartbeats = {
  sent: (heartbeat: Heartbeat) => void;
  /** What heartbeat `n` named and how long ago it was sent; null when it is unknown. Older ones count as answered too. */
  answer: (n: number) => { named: Heartbeat['holds']; sinceMs: number } | null;
  oldestAgeMs: () => number;
  clear: () => void;
};

export function createUnansweredHeartbeats(): UnansweredHeartbeats {
  const waiting = new Map<number, { at: number; named: Heartbeat['holds'] }>();
  return {
    sent({ n, holds }) {
      waiting.set(n, { at: bootNowMs(), named: holds });
    },
    answer(n) {
      const answered = waiting.get(n);
      if (answered === undefined) return null;
      for (const older of waiting.keys()) if (older <= n) waiting.delete(older);
      return { named: answered.named, sinceMs: bootNowMs() - answered.at };
    },
    oldestAgeMs() {
      const oldest = waiting.values().next().value;
      return oldest === undefined ? 0 : bootNowMs() - oldest.at;
    },
    clear: () => waiting.clear(),
  };
}
