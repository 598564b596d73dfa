import { NotificationPage } from '@coinslot/shared/http/notifications.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

export const notificationsKey = ['notifications'] as const;

/** The member's notifications, newest first. */
export function useNotifications(unreadOnly: boolean) {
  return useInfiniteQuery({
    queryKey: [...notificationsKey, 'list', unreadOnly],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/notifications', {
          unread: unreadOnly ? 'true' : undefined,
          cursor: pageParam,
        }),
        answer: NotificationPage,
        signal,
      }),
    ...cursorPaging,
  });
}
