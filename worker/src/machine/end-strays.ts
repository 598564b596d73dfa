import type { Console } from '../recipes/console.ts';
import type { LabListing, LabState } from '../recipes/recipe.ts';
import { waitForLease } from './lease.ts';
import type { MachineWork } from './machine-work.ts';
import type { KnownSession } from './session-book.ts';

const runningStates: readonly LabState[] = ['starting', 'live', 'restarting'];

type StrayWork = Pick<MachineWork, 'sessions' | 'recipe' | 'lease' | 'timeouts' | 'signal' | 'log'>;

/**
 * Inventory after our own start: what carries one of this machine's tags and is not the machine we keep is a second
 * session (a start whose answer was lost, sent twice by the browser, or late in the list). It is ended at once.
 *
 * While the machine that we keep is not listed itself, nothing under its tag is touched: a lab that gives its machines other ids shows it
 * under one that we do not know.
 *
 * @returns how many were ended
 */
export async function endStrays(work: StrayWork, console: Console): Promise<number> {
  const strays = findStrays(work.sessions.all(), await work.recipe.list(console));
  for (const { labRef, label } of strays) {
    work.log.warn({ labRef, tag: label }, 'a second lab session of this machine is ended');
    await waitForLease(work.lease, work.timeouts.pageMs, work.signal);
    await work.recipe.end(console, labRef);
  }
  return strays.length;
}

/** What of a lab's list is a second session of the machine whose sessions these are. */
export function findStrays(
  sessions: readonly Pick<KnownSession, 'tag' | 'labRef' | 'state'>[],
  listings: readonly LabListing[],
): LabListing[] {
  const byTag = new Map(sessions.map((session) => [session.tag, session]));
  const kept = new Set(sessions.filter(({ state }) => state !== 'ended').map(({ labRef }) => labRef));
  const running = listings.filter(({ state }) => runningStates.includes(state));
  return running.filter(({ label, labRef }) => {
    const session = byTag.get(label);
    if (session === undefined || kept.has(labRef)) return false;
    return (
      session.state === 'ended' ||
      running.some((line) => line.labRef === session.labRef && line.label === label)
    );
  });
}
