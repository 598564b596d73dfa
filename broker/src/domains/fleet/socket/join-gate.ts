/**
 * Lets so many in within any second, and tells all others to come again: after a crash every worker of a fleet dials in the same moment. No
 * worker takes more than its own share of the places: one that joins over and over keeps nobody else out.
 */
export interface JoinGate {
  mayJoin(workerId: string): boolean;
}

/** A worker's own part of the places of a second: more than one needs that comes back after each broken line. */
const ownPart = 0.1;
/** At once. Two copies of a key must be able to join until they are noticed. */
const ownBurst = 20;

export function createJoinGate(perSecond: number, now = () => performance.now()): JoinGate {
  const all = createWindow(perSecond, now);
  const own = new Map<string, Places>();
  return {
    mayJoin(workerId) {
      // Only workers that proved who they are come here: there are no more of them than were enrolled.
      const places = own.get(workerId) ?? createPlaces(perSecond * ownPart, ownBurst, now);
      own.set(workerId, places);
      return places.take() && all.take();
    },
  };
}

interface Places {
  take: () => boolean;
}

/** Never more than `most` in any second, wherever it begins: a bucket that was full would let in twice as many. */
function createWindow(most: number, now: () => number): Places {
  const takenAt: number[] = [];
  let oldest = 0;
  return {
    take() {
      const at = now();
      if (at - (takenAt[oldest] ?? -Infinity) < 1000) return false;
      takenAt[oldest] = at;
      oldest = (oldest + 1) % most;
      return true;
    },
  };
}

function createPlaces(perSecond: number, most: number, now: () => number): Places {
  let places = most;
  let filledAt = now();
  return {
    take() {
      const at = now();
      places = Math.min(most, places + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (places < 1) return false;
      places -= 1;
      return true;
    },
  };
}
