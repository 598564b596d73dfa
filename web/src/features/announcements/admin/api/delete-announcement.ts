import { z } from 'zod';
import { request } from '../../../../lib/request.ts';

/** Takes an announcement and its notifications away. */
export function deleteAnnouncement(id: string): Promise<unknown> {
  const path = `/api/v1/admin/announcements/${encodeURIComponent(id)}`;
  return request({ method: 'DELETE', path, answer: z.unknown() });
}
