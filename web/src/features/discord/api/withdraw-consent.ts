import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Takes the perks away and asks Discord no more. */
export function withdrawConsent(): Promise<unknown> {
  return request({ method: 'DELETE', path: '/api/v1/account/discord/consent', answer: z.unknown() });
}
