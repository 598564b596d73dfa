import { z } from 'zod';

/**
 * Broker → worker, after commit. `applied` and `duplicate` mean it stands. `stale_epoch`: the claim moved on: drop the machine.
 * `refused`: it makes no sense here (detail says why); do not send it again.
 */
export const ReportAck = z.object({
  type: z.literal('report_ack'),
  seq: z.int().positive(),
  outcome: z.enum(['applied', 'duplicate', 'stale_epoch', 'refused']),
  detail: z.string().max(500).nullable(),
});
export type ReportAck = z.infer<typeof ReportAck>;
