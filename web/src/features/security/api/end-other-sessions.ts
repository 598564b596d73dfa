import { EndedSessions } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Signs every browser out but this one. */
export function endOtherSessions(): Promise<EndedSessions> {
  return request({ method: 'POST', path: '/api/v1/account/sessions/end-others', answer: EndedSessions });
}
