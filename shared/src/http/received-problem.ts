import { z } from 'zod';
import type { ErrorCode } from '../error-codes.ts';

/**
 * An error answer as a reader takes it: without the catalogue of all codes, which a page need not load, and whose next
 * code must not make an answer unreadable. A switch over the code needs a default.
 */
export const ReceivedProblem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.custom<ErrorCode>((code) => typeof code === 'string'),
  requestId: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type ReceivedProblem = z.infer<typeof ReceivedProblem>;
