import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Lets a paused preparation go on, and hands the page back to a machine that waits for a person. */
export function goOn(machineId: string, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/machines/${encodeURIComponent(machineId)}/go-on`;
  return request({ method: 'POST', path, idempotencyKey, answer: z.unknown() });
}
