import { jittered, pause } from '../pause.ts';
import { askLab } from './ask-lab.ts';
import { atLab, mayTouchLab } from './at-lab.ts';
import { endStrays } from './end-strays.ts';
import { extendMachine } from './extend-machine.ts';
import { findOwnRef } from './find-own-ref.ts';
import { findWayIn } from './find-way-in.ts';
import type { KeptMachine } from './kept-machine.ts';
import type { MachineWork } from './machine-work.ts';
import { restartMachine } from './restart-machine.ts';

/** Leases are renewed and looks fall due without a word from the broker. */
const pollMs = 250;
const lookAgainMs = 5000;
/** Between two looks for second sessions while the lab's list may still lag behind: one is found, and ended, well within a minute. */
const strayLookMs = 15_000;

/** When something is due, on the steady clock; null = not (any more). */
type Dates = { strays: number | null; lagOverAt: number; wayIn: number; activity: number };

/**
 * Everything that is done at the lab's pages for a ready machine, one after another, so that two pages of it never fight:
 * a restart, more time, a look whether a silent machine is gone, the way in after a failed restart, a look for second sessions, the
 * time of its last use. Resolves when the machine is gone.
 *
 * @throws when `signal` is aborted
 */
export async function serveAtLab(work: MachineWork, kept: KeptMachine, signal: AbortSignal): Promise<void> {
  // Also for an adopted machine: its last holder may have gone before the lag was over.
  const { listLagMs } = work.assignment.lab;
  const lagOverAt = performance.now() + listLagMs;
  const firstLookAt = listLagMs > strayLookMs ? performance.now() : lagOverAt;
  const dates: Dates = { strays: firstLookAt, lagOverAt, wayIn: 0, activity: 0 };
  for (;;) {
    const changed = work.orders.changed();
    const act = mayTouchLab(work) ? dueAct(work, kept, dates) : null;
    if (act === null) await either(changed, pollMs, signal);
    else if (await act()) return;
    signal.throwIfAborted();
  }
}

/** The most urgent act, which answers whether the machine is gone; null when nothing is to be done. */
function dueAct(work: MachineWork, kept: KeptMachine, dates: Dates): (() => Promise<boolean | void>) | null {
  const now = performance.now();
  if (work.orders.restart() !== null) return () => restartMachine(work, kept);
  if (work.orders.extension() !== null) return () => extendMachine(work);
  if (kept.isSuspect) {
    kept.isSuspect = false;
    return () => askLab(work);
  }
  if (kept.wayIn === null && now >= dates.wayIn) {
    dates.wayIn = now + Math.min(lookAgainMs, work.orders.newest().healthEveryMs);
    return () => findWayIn(work, kept);
  }
  if (dates.strays !== null && now > dates.strays)
    return async () => {
      const isDone = await lookForStrays(work);
      if (!isDone) dates.strays = now + lookAgainMs;
      else dates.strays = now > dates.lagOverAt ? null : Math.min(now + strayLookMs, dates.lagOverAt);
    };
  if (work.orders.newest().wantsActivity && now >= dates.activity) {
    dates.activity = now + jittered(work.activityIntervalMs);
    return () => lookAtActivity(work);
  }
  return null;
}

/** A start whose answer was lost may show up in the lab's list only later: looked for until the lag is over, and once after it. */
async function lookForStrays(work: MachineWork): Promise<boolean> {
  const outcome = await atLab(work, { limitMs: 0, evidence: false }, (console) => endStrays(work, console));
  return outcome.kind === 'done';
}

async function lookAtActivity(work: MachineWork): Promise<void> {
  const { readActivity } = work.recipe;
  if (readActivity === undefined) return;
  await atLab(work, { limitMs: 0, evidence: false }, async (console) => {
    const { idleForMs } = await readActivity(console, await findOwnRef(work, console));
    work.readings.sawActivity(idleForMs);
    // We are there anyway.
    await endStrays(work, console);
  });
}

/** Waits for the promise, at most `ms`. */
async function either(promise: Promise<void>, ms: number, signal: AbortSignal): Promise<void> {
  const timer = new AbortController();
  const late = pause(ms, AbortSignal.any([signal, timer.signal]));
  await Promise.race([promise, late]).finally(() => timer.abort());
}
