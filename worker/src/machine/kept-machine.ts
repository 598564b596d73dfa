import type { WayIn } from './way-in.ts';

/** A ready machine, as the check of its way in and the work at its lab share it. */
export type KeptMachine = {
  /** Null while nobody is known to get in: after a restart that failed, or one that an earlier holder began. */
  wayIn: WayIn | null;
  /** Its way in is meant to be closed. */
  isRestarting: boolean;
  /** A check failed, and the lab was not asked since. */
  isSuspect: boolean;
};
