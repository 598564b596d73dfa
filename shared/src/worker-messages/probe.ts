import { z } from 'zod';

/** Broker → worker that failed lately: can you still work? */
export const Probe = z.object({ type: z.literal('probe'), probeId: z.uuid() });
export type Probe = z.infer<typeof Probe>;

/** Why a probe failed. More of it stands in the worker's own log. */
export const ProbeFault = z.enum(['too_slow', 'not_drawn']);
export type ProbeFault = z.infer<typeof ProbeFault>;

/** Worker → broker: a browser was started and a page of ours was drawn in it, or why not. */
export const ProbeResult = z.object({
  type: z.literal('probe_result'),
  probeId: z.uuid(),
  ok: z.boolean(),
  tookMs: z.int().nonnegative(),
  fault: ProbeFault.nullable(),
});
export type ProbeResult = z.infer<typeof ProbeResult>;
