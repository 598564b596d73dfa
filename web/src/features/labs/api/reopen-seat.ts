import type { ReopenRequest } from '@coinslot/shared/http/admin-labs.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

export function reopenSeat(id: string, body: ReopenRequest, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/seats/${encodeURIComponent(id)}/reopen`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: z.unknown() });
}
