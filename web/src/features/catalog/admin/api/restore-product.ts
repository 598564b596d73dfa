import { z } from 'zod';
import { request } from '../../../../lib/request.ts';

/** Brings an archived product back. */
export function restoreProduct(id: string, revision: number, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/products/${encodeURIComponent(id)}/restore`;
  return request({ method: 'POST', path, body: { revision }, idempotencyKey, answer: z.unknown() });
}
