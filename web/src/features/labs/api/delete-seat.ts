import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Deletes a seat that never carried a machine. */
export function deleteSeat(id: string): Promise<unknown> {
  const path = `/api/v1/admin/seats/${encodeURIComponent(id)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}
