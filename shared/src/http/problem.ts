import { z } from 'zod';
import { ErrorCode } from '../error-codes.ts';

/**
 * Every error answer (RFC 9457, `application/problem+json`). `detail` says what to do; `code` is from the catalogue
 * (docs/errors.md); `fields` names the inputs that were wrong; `params` holds the numbers a page may show.
 */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: ErrorCode,
  requestId: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Problem = z.infer<typeof Problem>;
