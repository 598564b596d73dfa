import type { WayInFault } from '@coinslot/shared/states/way-in-fault.ts';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';

type Hold = Heartbeat['holds'][number];
export type WayInCheck = { ok: boolean; latencyMs: number | null; fault: WayInFault | null };

/** What was last read of a ready machine, for the heartbeat. */
export type Readings = {
  /** A check of the way in. One that failed, or the first that did not again, is `news`: it should be told at once. */
  checked: (check: WayInCheck) => void;
  /** What the lab said of its use; null when it does not say. */
  sawActivity: (idleForMs: number | null) => void;
  /** What was known of the way in does not count any more. */
  forgetHealth: () => void;
  health: () => Hold['health'];
  /** Aged to now; in use stays in use until the lab is read again. Null when that was too long ago. */
  idleForMs: () => Hold['idleForMs'];
};

/** `activityLastsMs`: how long the lab's word on the use of a machine is worth something. */
export function createReadings(options: { activityLastsMs: number; news: () => void }): Readings {
  let checks = 0;
  let check: (WayInCheck & { at: number }) | null = null;
  let activity: { idleForMs: number; at: number } | null = null;

  return {
    checked(next) {
      const isNews = !next.ok || check?.ok === false;
      checks += 1;
      check = { ...next, at: performance.now() };
      if (isNews) options.news();
    },
    sawActivity(idleForMs) {
      activity = idleForMs === null ? null : { idleForMs, at: performance.now() };
    },
    forgetHealth() {
      check = null;
    },
    health() {
      if (check === null) return null;
      const { at, ok, latencyMs, fault } = check;
      return { n: checks, agoMs: Math.round(performance.now() - at), ok, latencyMs, fault };
    },
    idleForMs() {
      if (activity === null) return null;
      const ageMs = performance.now() - activity.at;
      if (ageMs > options.activityLastsMs) return null;
      return activity.idleForMs === 0 ? 0 : Math.round(activity.idleForMs + ageMs);
    },
  };
}
