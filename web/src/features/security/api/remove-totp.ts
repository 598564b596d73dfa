import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Switches the second factor off. */
export function removeTotp(): Promise<unknown> {
  return request({ method: 'DELETE', path: '/api/v1/account/totp', answer: z.unknown() });
}
