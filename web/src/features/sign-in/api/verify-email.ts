import { EmailVerified } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Spends the token of a link that came by mail. */
export function verifyEmail(token: string): Promise<EmailVerified> {
  return request({ method: 'POST', path: '/api/v1/email/verify', body: { token }, answer: EmailVerified });
}
