import { PasswordReset, type ResetPasswordRequest } from '@coinslot/shared/http/account-security.ts';
import { request } from '../../../lib/request.ts';

/** Sets the password with the token of a link; all sessions end. Answers what else opens the account. */
export function resetPassword(body: ResetPasswordRequest): Promise<PasswordReset> {
  return request({ method: 'POST', path: '/api/v1/password/reset', body, answer: PasswordReset });
}
