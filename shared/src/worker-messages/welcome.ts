import { z } from 'zod';

/**
 * Broker → worker: you are in. The worker stores `joinCounter` on its disk and then sends `joined`.
 * Reports up to `ackedReportSeq` of this boot were applied; later ones are sent again. All durations in ms.
 */
export const Welcome = z.object({
  type: z.literal('welcome'),
  sessionId: z.uuid(),
  joinCounter: z.int().nonnegative(),
  ackedReportSeq: z.int().nonnegative(),
  capacity: z.int().positive(),
  heartbeatIntervalMs: z.int().positive(),
  /** Without an answered heartbeat for this long, the worker touches no lab page any more. */
  fenceAfterMs: z.int().positive(),
});
export type Welcome = z.infer<typeof Welcome>;
