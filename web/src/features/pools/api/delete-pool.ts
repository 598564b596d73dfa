import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Deletes a pool that nothing depends on. */
export function deletePool(id: string): Promise<unknown> {
  const path = `/api/v1/admin/pools/${encodeURIComponent(id)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}
