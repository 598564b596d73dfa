import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import type { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { createAlarm } from '../alarm.ts';

/** The broker's newest word on a held machine, and what of it was done. Everything said twice is done once. */
export type Orders = {
  newest: () => Assignment;
  /** A newer word on the same epoch. It also ends a fence: the broker is there again. */
  take: (assignment: Assignment) => void;
  /** The extension to carry out, or null. `mustLastMs`: how long from now the lab must keep the machine. */
  extension: () => { extensionId: string; mustLastMs: number } | null;
  restart: () => { restartId: string } | null;
  /** These did not open the lab: they are no part of `newest` any more, also while the broker still sends them. */
  refuseCookies: (cookies: SeatCookies) => void;
  /** It was carried out or given up, and reported: that id is never begun again here. */
  answered: (id: string) => void;
  fence: () => void;
  isFenced: () => boolean;
  /** Resolves at the next `take` or `wake`. */
  changed: () => Promise<void>;
  wake: () => void;
};

export function createOrders(first: Assignment): Orders {
  const done = new Set<string>();
  let refused: string | null = null;
  let newest = first;
  let takenAt = performance.now();
  let isFenced = false;
  const { next: changed, ring: wake } = createAlarm();

  return {
    newest: () => newest,
    take(assignment) {
      newest = withoutCookies(assignment, refused);
      takenAt = performance.now();
      isFenced = false;
      wake();
    },
    extension() {
      const { extension } = newest;
      if (extension === null || done.has(extension.extensionId)) return null;
      const mustLastMs = Math.max(0, extension.labMustLastMs - (performance.now() - takenAt));
      return { extensionId: extension.extensionId, mustLastMs };
    },
    restart: () => (newest.restart === null || done.has(newest.restart.restartId) ? null : newest.restart),
    refuseCookies(cookies) {
      refused = JSON.stringify(cookies);
      newest = withoutCookies(newest, refused);
    },
    answered: (id) => void done.add(id),
    fence() {
      isFenced = true;
    },
    isFenced: () => isFenced,
    changed,
    wake,
  };
}

function withoutCookies(assignment: Assignment, refused: string | null): Assignment {
  const { seat } = assignment;
  if (refused === null || JSON.stringify(seat.cookies) !== refused) return assignment;
  return { ...assignment, seat: { ...seat, cookies: null } };
}
