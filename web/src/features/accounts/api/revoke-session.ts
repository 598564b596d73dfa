import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Signs another browser out. */
export function revokeSession(token: string): Promise<unknown> {
  return request({ method: 'POST', path: '/api/auth/revoke-session', body: { token }, answer: z.unknown() });
}
