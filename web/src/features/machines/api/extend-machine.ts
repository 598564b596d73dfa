import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/**
 * Buys more time for a ready machine; what becomes of it follows in the live data, for the lab is asked first.
 * 402 with too few coins, 409 when it cannot be had.
 */
export function extendMachine(id: string, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/machines/${encodeURIComponent(id)}/extend`;
  return request({ method: 'POST', path, body: {}, idempotencyKey, answer: z.unknown() });
}
