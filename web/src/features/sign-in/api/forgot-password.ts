import type { ForgotPasswordRequest } from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Asks for a link with which a password can be set; the answer never says whether the address has an account. */
export function forgotPassword(body: ForgotPasswordRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/password/forgot', body, answer: z.unknown() });
}
