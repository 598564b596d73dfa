import type { EditWorkerRequest } from '@coinslot/shared/http/admin-workers.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Labels and slots of a worker from now on; what runs on it stays. */
export function editWorker(id: string, body: EditWorkerRequest): Promise<unknown> {
  const path = `/api/v1/admin/workers/${encodeURIComponent(id)}`;
  return request({ method: 'PUT', path, body, answer: z.unknown() });
}
