import {
  type InventoryListing,
  inventoryLinesMaxUnsaid,
  type InventoryResult,
} from '@coinslot/shared/worker-messages/inventory.ts';
import type { LabListing } from '../recipes/recipe.ts';

const textMax = 200;
/** A message that is larger than the broker reads would close the line, again and again. */
const bytesMax = 1_000_000;

/** What the broker is told of a lab's list: what runs there, as much of it as one answer holds. */
export function tellList(
  lines: readonly LabListing[],
  linesMax: number = inventoryLinesMaxUnsaid,
): Extract<InventoryResult['result'], { outcome: 'listed' }> {
  const told = lines.flatMap(({ labRef, label, state }): InventoryListing[] =>
    isTold(state) ? [{ labRef: plain(labRef), label: plain(label), state }] : [],
  );
  const listings = told.slice(0, countThatFit(told.slice(0, linesMax)));
  return { outcome: 'listed', isComplete: listings.length === told.length, lines: lines.length, listings };
}

export function isRunning(state: LabListing['state']): state is Exclude<InventoryListing['state'], 'ending'> {
  return state === 'starting' || state === 'live' || state === 'restarting';
}

function isTold(state: LabListing['state']): state is InventoryListing['state'] {
  return isRunning(state) || state === 'ending';
}

/** A text that is too long, or that no database takes, is nothing of ours: it need not be told whole. */
function plain(text: string): string {
  return text.replaceAll('\0', '').slice(0, textMax).toWellFormed();
}

function countThatFit(listings: readonly InventoryListing[]): number {
  let bytes = 0;
  const first = listings.findIndex((listing) => {
    bytes += Buffer.byteLength(JSON.stringify(listing)) + 1;
    return bytes > bytesMax;
  });
  return first === -1 ? listings.length : first;
}
