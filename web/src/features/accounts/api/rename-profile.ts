import type { ProfileRequest } from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Changes the member's name. */
export function renameProfile(body: ProfileRequest): Promise<unknown> {
  return request({ method: 'PUT', path: '/api/v1/account/profile', body, answer: z.unknown() });
}
