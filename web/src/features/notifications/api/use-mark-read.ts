import type { ReadNotificationsRequest } from '@coinslot/shared/http/notifications.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notificationsKey } from './list-notifications.ts';
import { readNotifications } from './read-notifications.ts';

/** Marks notifications as read, and draws the bell and the list anew. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReadNotificationsRequest) => readNotifications(body),
    onSuccess: () => client.invalidateQueries({ queryKey: notificationsKey }),
  });
}
