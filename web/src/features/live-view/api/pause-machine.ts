import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Stops the preparation before its next step. */
export function pauseMachine(machineId: string, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/machines/${encodeURIComponent(machineId)}/pause`;
  return request({ method: 'POST', path, idempotencyKey, answer: z.unknown() });
}
