import { AdminAnnouncement } from '@coinslot/shared/http/admin-announcements.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../../lib/request.ts';
import { adminAnnouncementsKey } from './list-admin-announcements.ts';

export function useAdminAnnouncement(id: string) {
  return useQuery({
    queryKey: [...adminAnnouncementsKey, id],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/admin/announcements/${encodeURIComponent(id)}`,
        answer: AdminAnnouncement,
        signal,
      }),
  });
}
