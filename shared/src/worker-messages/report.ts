import { z } from 'zod';
import { MachineEpoch } from './hold.ts';
import { ReportBody } from './report-body.ts';

/** Worker → broker: something happened. `seq` counts per boot from 1; kept and sent again until acknowledged. */
export const Report = MachineEpoch.extend({
  type: z.literal('report'),
  seq: z.int().positive().max(2_147_483_647),
  body: ReportBody,
});
export type Report = z.infer<typeof Report>;
