import { z } from 'zod';

/** Names one claim: a machine at one epoch (fencing token). */
export const MachineEpoch = z.object({ machineId: z.uuid(), epoch: z.int().positive().max(2_147_483_647) });
export type MachineEpoch = z.infer<typeof MachineEpoch>;
