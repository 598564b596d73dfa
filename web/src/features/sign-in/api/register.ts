import { SignUpAnswer, type SignUpRequest } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Makes an account and signs it in (cookie), or sends a link with which it is made. */
export function register(body: SignUpRequest): Promise<SignUpAnswer> {
  return request({ method: 'POST', path: '/api/auth/sign-up/email', body, answer: SignUpAnswer });
}
