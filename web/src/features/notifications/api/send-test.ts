import type { TestNotificationRequest } from '@coinslot/shared/http/notifications.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Sends the member a short message on this channel. */
export function sendTest(body: TestNotificationRequest): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/notifications/test', body, answer: z.unknown() });
}
