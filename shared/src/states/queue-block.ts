import { z } from 'zod';

/** Why a queued machine, or a product, cannot be served by anything that there is now. A busy worker or seat is no block, only a queue. */
export const QueueBlock = z.enum(['no_worker', 'no_seat', 'lab_closed', 'lab_silent']);
export type QueueBlock = z.infer<typeof QueueBlock>;

/** One sentence for the member. */
export const queueBlocks = {
  no_worker: 'No worker of this pool is running just now. Yours starts as soon as one is back.',
  no_seat:
    'None of the accounts at this lab may be used just now. Yours starts as soon as one is open again.',
  lab_silent:
    'The lab does not answer as it should, and an earlier start is being cleared away there first. Yours goes on as soon as that is done.',
  lab_closed: 'This lab is closed just now. Yours starts as soon as it is open again.',
} as const satisfies Record<QueueBlock, string>;
