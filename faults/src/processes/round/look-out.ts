import type { See, Sighting } from '../links/sighting.ts';
import type { Point } from '../points/point.ts';

/** Waits for one point and holds the message that is it. */
export interface LookOut {
  see: See;
  /** Resolves when the message is held, with what it was. */
  reached: Promise<Sighting>;
  letGo: () => void;
}

export function openLookOut(point: Point, machine: { id: () => string | null }): LookOut {
  const isIt = point.watch(machine);
  const found = Promise.withResolvers<Sighting>();
  const released = Promise.withResolvers<void>();
  let isReached = false;
  return {
    see(sighting) {
      // Looked at also afterwards, so that a message of the same kind that overtakes is not held.
      if (isReached || !isIt(sighting)) return undefined;
      isReached = true;
      found.resolve(sighting);
      return released.promise;
    },
    reached: found.promise,
    letGo: released.resolve,
  };
}
