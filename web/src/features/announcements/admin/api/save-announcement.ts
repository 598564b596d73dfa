import {
  AdminAnnouncement,
  type AnnouncementDraft,
  type EditAnnouncementRequest,
} from '@coinslot/shared/http/admin-announcements.ts';
import { request } from '../../../../lib/request.ts';

export function createAnnouncement(
  body: AnnouncementDraft,
  idempotencyKey: string,
): Promise<AdminAnnouncement> {
  return request({
    method: 'POST',
    path: '/api/v1/admin/announcements',
    body,
    idempotencyKey,
    answer: AdminAnnouncement,
  });
}

/** Changes an announcement; refused when somebody else changed it since `revision`. */
export function editAnnouncement(id: string, body: EditAnnouncementRequest): Promise<AdminAnnouncement> {
  const path = `/api/v1/admin/announcements/${encodeURIComponent(id)}`;
  return request({ method: 'PUT', path, body, answer: AdminAnnouncement });
}
