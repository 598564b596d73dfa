import { type SecondFactorRequest, SignInAnswer } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Ends a sign-in that asks for a code. `sign_in_expired` = begin anew. */
export function sendSecondFactor(body: SecondFactorRequest): Promise<SignInAnswer> {
  return request({ method: 'POST', path: '/api/v1/sign-in/second-factor', body, answer: SignInAnswer });
}
