import type { ChangePasswordRequest } from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Changes the password, or sets the first one (`current` null); all other sessions end. */
export function changePassword(body: ChangePasswordRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/account/password', body, answer: z.unknown() });
}
