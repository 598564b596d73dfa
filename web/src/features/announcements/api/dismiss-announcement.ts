import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Takes a banner away, for this member. */
export function dismissAnnouncement(id: string): Promise<unknown> {
  return request({ method: 'POST', path: `/api/v1/announcements/${id}/dismiss`, answer: z.unknown() });
}
