import type { QueueBlock } from '@coinslot/shared/states/queue-block.ts';

/** Why a queued machine cannot be served by anything there is now, for admins. */
export const blockLooks = {
  no_worker: 'No worker of its pool is up',
  no_seat: 'No seat of its lab may be used',
  lab_closed: 'Its lab is closed',
} as const satisfies Record<QueueBlock, string>;

/** What waits when no member does. */
export function priorityLabel(priority: number): string {
  if (priority === 0) return 'Stock';
  return priority === 1 ? 'Trial' : 'Nobody';
}
