import { type EmailTokenRequest, EmailVerified } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Spends the token of a link that came by mail; that of a registration with its password. */
export function verifyEmail(body: EmailTokenRequest): Promise<EmailVerified> {
  return request({ method: 'POST', path: '/api/v1/email/verify', body, answer: EmailVerified });
}
