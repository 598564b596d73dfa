import type { Console } from '../recipes/console.ts';
import type { LabState } from '../recipes/recipe.ts';
import { waitForLease } from './lease.ts';
import type { MachineWork } from './machine-work.ts';

const runningStates: readonly LabState[] = ['starting', 'live', 'restarting'];

/**
 * Inventory after our own start: what carries one of this machine's tags and is not the machine we keep is a second
 * session (a start whose answer was lost, sent twice by the browser, or late in the list). It is ended at once.
 *
 * @returns how many were ended
 */
export async function endStrays(work: MachineWork, console: Console): Promise<number> {
  const sessions = work.sessions.all();
  const tags = new Set(sessions.map(({ tag }) => tag));
  const kept = new Set(sessions.filter(({ state }) => state !== 'ended').map(({ labRef }) => labRef));
  const listings = await work.recipe.list(console);
  const strays = listings.filter(
    ({ label, labRef, state }) => tags.has(label) && !kept.has(labRef) && runningStates.includes(state),
  );
  for (const { labRef, label } of strays) {
    work.log.warn({ labRef, tag: label }, 'a second lab session of this machine is ended');
    await waitForLease(work.lease, work.timeouts.pageMs, work.signal);
    await work.recipe.end(console, labRef);
  }
  return strays.length;
}
