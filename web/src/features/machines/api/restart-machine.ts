import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Restarts a ready machine; its way in is closed until it is done. 409 when it cannot be done now. */
export function restartMachine(id: string, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/machines/${encodeURIComponent(id)}/restart`;
  return request({ method: 'POST', path, body: {}, idempotencyKey, answer: z.unknown() });
}
