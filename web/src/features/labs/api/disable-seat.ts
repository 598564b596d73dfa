import type { DisableSeatRequest } from '@coinslot/shared/http/admin-seats.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Takes a seat out of use; what runs on it goes on. */
export function disableSeat(id: string, body: DisableSeatRequest, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/seats/${encodeURIComponent(id)}/disable`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: z.unknown() });
}
