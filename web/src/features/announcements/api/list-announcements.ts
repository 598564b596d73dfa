import { AnnouncementPage } from '@coinslot/shared/http/announcements.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

export const announcementsKey = ['announcements'] as const;

/** What is published now: pinned first, then the newest. */
export function useAnnouncements() {
  return useInfiniteQuery({
    queryKey: [...announcementsKey, 'list'],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/announcements', { cursor: pageParam }),
        answer: AnnouncementPage,
        signal,
      }),
    ...cursorPaging,
  });
}
