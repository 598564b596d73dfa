import type { ResetPasswordRequest } from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Sets the password with the token of a link; all sessions end. */
export function resetPassword(body: ResetPasswordRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/password/reset', body, answer: z.unknown() });
}
