import type { ReopenRequest } from '@coinslot/shared/http/admin-labs.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Takes the kill switch back and closes the breaker. */
export function reopenLab(id: string, body: ReopenRequest, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/labs/${encodeURIComponent(id)}/reopen`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: z.unknown() });
}
