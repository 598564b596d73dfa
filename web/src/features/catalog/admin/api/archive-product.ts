import { z } from 'zod';
import { request } from '../../../../lib/request.ts';

/** Takes a product out of the shop and out of the list; nothing that was sold changes. */
export function archiveProduct(id: string, revision: number, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/products/${encodeURIComponent(id)}/archive`;
  return request({ method: 'POST', path, body: { revision }, idempotencyKey, answer: z.unknown() });
}
