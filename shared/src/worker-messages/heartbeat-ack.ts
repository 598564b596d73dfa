import { z } from 'zod';
import { MachineEpoch } from './hold.ts';
import { InventoryEpoch } from './inventory.ts';

/** Broker → worker: answer to heartbeat `n`. Holds that are not listed are no longer the worker's: drop them. */
export const HeartbeatAck = z.object({
  type: z.literal('heartbeat_ack'),
  n: z.int().positive(),
  leases: z.array(MachineEpoch.extend({ remainingMs: z.int() })).max(256),
  /** How long the worker may still act for each inventory that it was given. */
  inventories: z
    .array(InventoryEpoch.extend({ remainingMs: z.int() }))
    .max(16)
    .default([]),
});
export type HeartbeatAck = z.infer<typeof HeartbeatAck>;
