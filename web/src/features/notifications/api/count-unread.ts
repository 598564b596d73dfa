import { NotificationPage } from '@coinslot/shared/http/notifications.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { notificationsKey } from './list-notifications.ts';

const askAgainMs = 60_000;

/** How many notifications are unread, at most 100 (then there are more). Asked again each minute while the page is seen. */
export function useUnreadCount() {
  return useQuery({
    queryKey: [...notificationsKey, 'unread'],
    queryFn: ({ signal }) =>
      request({ path: '/api/v1/notifications?limit=1&unread=true', answer: NotificationPage, signal }),
    select: ({ unread }) => unread,
    refetchInterval: askAgainMs,
    refetchOnWindowFocus: 'always',
  });
}
