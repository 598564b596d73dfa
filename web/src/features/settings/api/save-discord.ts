import { DiscordSettings, type EditDiscordRequest } from '@coinslot/shared/http/admin-discord.ts';
import { request } from '../../../lib/request.ts';

/** Saves the server and its rules; without a token the present one stays. */
export function saveDiscord(body: EditDiscordRequest): Promise<DiscordSettings> {
  return request({ method: 'PUT', path: '/api/v1/admin/discord', body, answer: DiscordSettings });
}
