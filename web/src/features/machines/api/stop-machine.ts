import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Stops a ready machine. 409 when there is nothing to stop. */
export function stopMachine(id: string, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/machines/${encodeURIComponent(id)}/stop`;
  return request({ method: 'POST', path, body: {}, idempotencyKey, answer: z.unknown() });
}
