import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';
import { createAlarm } from '../alarm.ts';

/** The broker's newest word on a held machine, and what of it was done. Everything said twice is done once. */
export type Orders = {
  newest: () => Assignment;
  /** A newer word on the same epoch. It also ends a fence: the broker is there again. */
  take: (assignment: Assignment) => void;
  /** The extension to carry out, or null. `mustLastMs`: how long from now the lab must keep the machine. */
  extension: () => { extensionId: string; mustLastMs: number } | null;
  restart: () => { restartId: string } | null;
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
  let newest = first;
  let takenAt = performance.now();
  let isFenced = false;
  const { next: changed, ring: wake } = createAlarm();

  return {
    newest: () => newest,
    take(assignment) {
      newest = assignment;
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
    answered: (id) => void done.add(id),
    fence() {
      isFenced = true;
    },
    isFenced: () => isFenced,
    changed,
    wake,
  };
}
