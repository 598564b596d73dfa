import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Stops the preparation before its next step, or lets it go on; going on also hands the page back to a machine that waits for a person. */
export function pauseMachine(
  machineId: string,
  act: 'pause' | 'go-on',
  idempotencyKey: string,
): Promise<unknown> {
  const path = `/api/v1/admin/machines/${encodeURIComponent(machineId)}/${act}`;
  return request({ method: 'POST', path, idempotencyKey, answer: z.unknown() });
}
