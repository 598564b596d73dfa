import type { RevokeWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Voids a worker's key at once; its machines are taken over or refunded. */
export function revokeWorker(
  id: string,
  body: RevokeWorkerRequest,
  idempotencyKey: string,
): Promise<unknown> {
  const path = `/api/v1/admin/workers/${encodeURIComponent(id)}/revoke`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: z.unknown() });
}
