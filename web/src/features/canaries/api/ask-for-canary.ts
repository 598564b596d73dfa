import { Canary, type CanaryRequest } from '@coinslot/shared/http/admin-canaries.ts';
import { request } from '../../../lib/request.ts';

/** Asks for a canary now. */
export function askForCanary(labId: string, body: CanaryRequest, idempotencyKey: string): Promise<Canary> {
  const path = `/api/v1/admin/labs/${encodeURIComponent(labId)}/canaries`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: Canary });
}
