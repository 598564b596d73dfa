import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Deletes a lab without products, seats and machines. */
export function deleteLab(id: string): Promise<unknown> {
  const path = `/api/v1/admin/labs/${encodeURIComponent(id)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}
