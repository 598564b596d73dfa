import { type CreateEnrolmentTokenRequest, EnrolmentToken } from '@coinslot/shared/http/admin-workers.ts';
import { request } from '../../../lib/request.ts';

/** Makes a token for one worker; it is shown once. */
export function createEnrolmentToken(
  body: CreateEnrolmentTokenRequest,
  idempotencyKey: string,
): Promise<EnrolmentToken> {
  const path = '/api/v1/admin/workers/enrolment-tokens';
  return request({ method: 'POST', path, body, idempotencyKey, answer: EnrolmentToken });
}
