import { AdminAnnouncementPage } from '@coinslot/shared/http/admin-announcements.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../../lib/cursor-query.ts';
import { request } from '../../../../lib/request.ts';

export const adminAnnouncementsKey = ['admin-announcements'] as const;

/** Every announcement, the newest start first. */
export function useAdminAnnouncements() {
  return useInfiniteQuery({
    queryKey: [...adminAnnouncementsKey, 'list'],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/announcements', { cursor: pageParam }),
        answer: AdminAnnouncementPage,
        signal,
      }),
    refetchInterval: 30_000,
    ...cursorPaging,
  });
}
