import { TotpEnrolment } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** A new secret for an authenticator app; it counts once its first code was sent. */
export function startTotp(): Promise<TotpEnrolment> {
  return request({ method: 'POST', path: '/api/v1/account/totp', answer: TotpEnrolment });
}
