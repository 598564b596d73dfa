import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Ends this browser's session. */
export function signOut(): Promise<unknown> {
  return request({ method: 'POST', path: '/api/auth/sign-out', body: {}, answer: z.unknown() });
}
