import type { EditNotificationPreferencesRequest } from '@coinslot/shared/http/notifications.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Replaces all of the member's preferences. */
export function savePreferences(body: EditNotificationPreferencesRequest): Promise<unknown> {
  return request({ method: 'PUT', path: '/api/v1/notifications/preferences', body, answer: z.unknown() });
}
