import {
  type ReadNotificationsRequest,
  ReadNotificationsResponse,
} from '@coinslot/shared/http/notifications.ts';
import { request } from '../../../lib/request.ts';

/** Marks these, or all, as read. */
export function readNotifications(body: ReadNotificationsRequest): Promise<ReadNotificationsResponse> {
  return request({
    method: 'POST',
    path: '/api/v1/notifications/read',
    body,
    answer: ReadNotificationsResponse,
  });
}
