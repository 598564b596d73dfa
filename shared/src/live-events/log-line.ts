import { z } from 'zod';

/** Who wrote it: `worker` for the recipe's own words, `machine` for what the machine printed. */
export const LogSource = z.enum(['worker', 'machine']);
export type LogSource = z.infer<typeof LogSource>;

/** One chunk of a machine's log. Ordered by (epoch, seq); `at` is the worker's clock and only shown. */
export const LogChunk = z.object({
  epoch: z.int().positive(),
  seq: z.int().positive(),
  at: z.iso.datetime(),
  source: LogSource,
  text: z.string(),
});
export type LogChunk = z.infer<typeof LogChunk>;
