import { z } from 'zod';

/** How long until a machine is ready, as a band from measured times, rounded outwards. */
export const QueueWait = z.object({
  fromSeconds: z.int().nonnegative(),
  toSeconds: z.int().nonnegative(),
  /** Set when nobody waits as long as that: it is given up after so many seconds in the queue, and all its coins come back. */
  givesUpAfterSeconds: z.int().positive().nullable(),
});
export type QueueWait = z.infer<typeof QueueWait>;
