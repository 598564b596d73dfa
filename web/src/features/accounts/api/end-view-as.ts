import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** The admin is themselves again. */
export function endViewAs(): Promise<unknown> {
  return request({ method: 'DELETE', path: '/api/v1/view-as', answer: z.unknown() });
}
