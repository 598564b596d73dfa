import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Cancels before ready; the coins come back in full. 409 when it is too late. */
export function cancelMachine(id: string, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/machines/${encodeURIComponent(id)}/cancel`;
  return request({ method: 'POST', path, body: {}, idempotencyKey, answer: z.unknown() });
}
