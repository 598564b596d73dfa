import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Signs one browser out. */
export function endSession(id: string): Promise<unknown> {
  return request({ method: 'DELETE', path: `/api/v1/account/sessions/${id}`, answer: z.unknown() });
}
