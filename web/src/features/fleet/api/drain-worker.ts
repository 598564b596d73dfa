import type { DrainWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** No new work for this worker; what still runs at the deadline is handed over or ended. */
export function drainWorker(id: string, body: DrainWorkerRequest, idempotencyKey: string): Promise<unknown> {
  const path = `/api/v1/admin/workers/${encodeURIComponent(id)}/drain`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: z.unknown() });
}
