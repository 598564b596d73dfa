import { z } from 'zod';
import { MachineEpoch } from './hold.ts';

/** Broker → worker: everything up to `seq` without a gap is stored (or lies beyond the cap). */
export const LogsAck = MachineEpoch.extend({
  type: z.literal('logs_ack'),
  seq: z.int().nonnegative(),
  capped: z.boolean(),
});
export type LogsAck = z.infer<typeof LogsAck>;
