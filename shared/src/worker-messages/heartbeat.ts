import { z } from 'zod';
import { WayInFault } from '../states/way-in-fault.ts';
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
    /** The host's processors since the last beat, and the disk of the worker's folder; an older worker does not tell. */
    host: z
      .object({ cpuBusyRatio: z.number().min(0).max(1), diskUsedRatio: z.number().min(0).max(1) })
      .optional(),
  }),
  holds: z
    .array(
      MachineEpoch.extend({
        phase: z.string().max(40),
        /** The newest check of a ready machine's way in; `n` counts them within this hold. */
        health: z
          .object({
            n: z.int().positive().max(2_147_483_647),
            agoMs: z.int().nonnegative(),
            ok: z.boolean(),
            latencyMs: z.int().min(0).max(600_000).nullable(),
            fault: WayInFault.nullable(),
          })
          .nullable()
          .default(null),
        /** For how long nobody used it, 0 = in use; null = not asked, or the lab does not tell. */
        idleForMs: z.int().nonnegative().nullable().default(null),
      }),
    )
    .max(256),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
