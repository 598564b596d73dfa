import { z } from 'zod';
import { LogSource } from '../live-events/log-line.ts';
import { MachineEpoch } from './hold.ts';

/** Worker → broker: a batch (250 ms or 64 KiB) of a machine's log. `seq` counts per machine and epoch from 1. */
export const Logs = MachineEpoch.extend({
  type: z.literal('logs'),
  chunks: z
    .array(
      z.object({
        seq: z.int().positive(),
        at: z.iso.datetime(),
        source: LogSource,
        text: z.string().max(70_000),
      }),
    )
    .min(1)
    .max(500),
});
export type Logs = z.infer<typeof Logs>;
