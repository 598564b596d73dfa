import type {
  InventoryEnd,
  InventoryOrder,
  InventoryResult,
} from '@coinslot/shared/worker-messages/inventory.ts';
import type { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { beginLabVisit } from '../machine/lab-visit.ts';
import type { VisitWork } from '../machine/lab-visit.ts';
import type { Lease } from '../machine/lease.ts';
import { waitForLease } from '../machine/lease.ts';
import { tellFailure } from '../machine/tell-failure.ts';
import type { Console } from '../recipes/console.ts';
import type { LabListing, Recipe } from '../recipes/recipe.ts';
import { isRunning, tellList } from './tell-list.ts';

export type InventoryAnswer = Omit<InventoryResult, 'type' | 'seatId' | 'epoch'>;

export type InventoryWork = Omit<
  VisitWork,
  'orders' | 'report' | 'shown' | 'assignment' | 'signal' | 'pageSignal'
> & {
  lease: Lease;
};

/**
 * One visit at the lab for a seat: signs in, reads the list, and ends what the order names and the list still shows as running under
 * that very label. A failure is told apart, never thrown; what was ended before it is told all the same.
 */
export async function takeInventory(
  order: InventoryOrder,
  work: InventoryWork,
  signal: AbortSignal,
): Promise<InventoryAnswer> {
  let cookies: SeatCookies | null | undefined;
  const visit = beginLabVisit({
    ...work,
    assignment: order,
    signal,
    pageSignal: () => signal,
    // Nobody looks at its page: it is open for a moment only.
    shown: { kept: null, labPage: null, isStill: false },
    orders: { newest: () => order, refuseCookies: () => undefined },
    async report(body) {
      if (body.kind === 'seat_cookies') cookies = body.cookies;
      return 'applied';
    },
  });
  const ends: InventoryEnd[] = [];
  const answer = (result: InventoryAnswer['result']): InventoryAnswer => ({
    result,
    ends,
    ...(cookies === undefined ? {} : { cookies }),
  });
  try {
    const console = await visit.console(signal);
    await visit.signIn(console);
    const lines = await work.recipe.list(console);
    for (const end of order.ends) await endOne(end, { lines, console, work, signal, ends });
    return answer(tellList(lines, order.linesMax));
  } catch (error) {
    const { failure, message } = tellFailure(signal.aborted ? signal.reason : error, null);
    return answer({ outcome: 'failed', failure, message });
  } finally {
    await visit.close();
  }
}

type Ending = {
  lines: readonly LabListing[];
  console: Console;
  work: { recipe: Recipe; lease: Lease; timeouts: { pageMs: number } };
  signal: AbortSignal;
  ends: InventoryEnd[];
};

async function endOne(
  { labRef, label }: InventoryOrder['ends'][number],
  { lines, console, work, signal, ends }: Ending,
): Promise<void> {
  const listed = lines.filter((line) => line.labRef === labRef);
  // What is not there, or ends already, the list itself tells.
  if (!listed.some(({ state }) => isRunning(state))) return;
  if (listed.some((line) => line.label !== label))
    return void ends.push({ labRef, outcome: 'changed', failure: null });
  try {
    await waitForLease(work.lease, work.timeouts.pageMs, signal);
    ends.push({ labRef, outcome: await work.recipe.end(console, labRef), failure: null });
  } catch (error) {
    ends.push({ labRef, outcome: 'failed', failure: tellFailure(error, null).failure });
  }
}
