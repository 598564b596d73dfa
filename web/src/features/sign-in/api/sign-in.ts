import { SignInAnswer, type SignInRequest } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Starts a session (cookie), or asks for the second factor next. */
export function signIn(body: SignInRequest): Promise<SignInAnswer> {
  return request({ method: 'POST', path: '/api/auth/sign-in/email', body, answer: SignInAnswer });
}
