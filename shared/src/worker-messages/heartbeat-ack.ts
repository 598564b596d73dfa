import { z } from 'zod';
import { MachineEpoch } from './hold.ts';

/** Broker → worker: answer to heartbeat `n`. Holds that are not listed are no longer the worker's: drop them. */
export const HeartbeatAck = z.object({
  type: z.literal('heartbeat_ack'),
  n: z.int().positive(),
  leases: z.array(MachineEpoch.extend({ remainingMs: z.int() })).max(256),
});
export type HeartbeatAck = z.infer<typeof HeartbeatAck>;
