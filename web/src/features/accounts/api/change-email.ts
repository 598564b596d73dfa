import type { ChangeEmailRequest } from '@coinslot/shared/http/account-security.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Sends a link to the new address; the old one stays until it is opened. */
export function changeEmail(body: ChangeEmailRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/account/email', body, answer: z.unknown() });
}
