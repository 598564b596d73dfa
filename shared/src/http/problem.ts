import type { z } from 'zod';
import { ErrorCode } from '../error-codes.ts';
import { ReceivedProblem } from './received-problem.ts';

/**
 * Every error answer (RFC 9457, `application/problem+json`). `detail` says what to do; `code` is from the catalogue
 * (docs/errors.md); `fields` names the inputs that were wrong; `params` holds the numbers a page may show.
 */
export const Problem = ReceivedProblem.extend({ code: ErrorCode });
export type Problem = z.infer<typeof Problem>;
