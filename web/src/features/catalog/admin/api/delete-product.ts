import { z } from 'zod';
import { request } from '../../../../lib/request.ts';

/** Deletes a product that was never sold. */
export function deleteProduct(id: string): Promise<unknown> {
  const path = `/api/v1/admin/products/${encodeURIComponent(id)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}
