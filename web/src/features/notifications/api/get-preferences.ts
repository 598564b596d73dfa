import { NotificationPreferences } from '@coinslot/shared/http/notifications.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { notificationsKey } from './list-notifications.ts';

export const preferencesKey = [...notificationsKey, 'preferences'] as const;

/** Where the member wants to be told what. */
export function usePreferences() {
  return useQuery({
    queryKey: preferencesKey,
    queryFn: ({ signal }) =>
      request({ path: '/api/v1/notifications/preferences', answer: NotificationPreferences, signal }),
  });
}
