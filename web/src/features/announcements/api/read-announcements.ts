import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** These were on the member's screen. */
export function readAnnouncements(ids: readonly string[]): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/announcements/read', body: { ids }, answer: z.unknown() });
}
