import type { DiscordWebhookRequest } from '@coinslot/shared/http/notifications.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Keeps the member's own Discord webhook, or removes it (`url` null). It is never shown again. */
export function setWebhook(body: DiscordWebhookRequest): Promise<unknown> {
  return request({ method: 'PUT', path: '/api/v1/notifications/discord-webhook', body, answer: z.unknown() });
}
