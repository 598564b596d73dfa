import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Takes a draining or drained worker back into service. */
export function resumeWorker(id: string, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/workers/${encodeURIComponent(id)}/resume`;
  return request({ method: 'POST', path, body: {}, idempotencyKey, answer: z.unknown() });
}
