import { type DisableLabRequest, DisableLabResponse } from '@coinslot/shared/http/admin-labs.ts';
import { request } from '../../../lib/request.ts';

/** The kill switch. */
export function disableLab(
  id: string,
  body: DisableLabRequest,
  idempotencyKey: string,
): Promise<DisableLabResponse> {
  const path = `/api/v1/admin/labs/${encodeURIComponent(id)}/disable`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: DisableLabResponse });
}
