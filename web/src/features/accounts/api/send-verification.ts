import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Sends the link that confirms the member's address once more. */
export function sendVerification(): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/account/email/verification', answer: z.unknown() });
}
