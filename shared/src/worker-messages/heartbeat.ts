import { z } from 'zod';
import { MachineEpoch } from './hold.ts';

/** Worker → broker every heartbeatIntervalMs ± 20 %: load, and what the worker has. Renews the leases it names. */
export const Heartbeat = z.object({
  type: z.literal('heartbeat'),
  n: z.int().positive(),
  draining: z.boolean(),
  load: z.object({
    workerRssBytes: z.int().nonnegative(),
    browserRssBytes: z.int().nonnegative().nullable(),
    load1: z.number().nonnegative(),
    browserRunning: z.boolean(),
  }),
  holds: z.array(MachineEpoch.extend({ phase: z.string().max(40) })).max(256),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
