import { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { request } from '../../../lib/request.ts';

/** Asks Discord for the member's roles now. */
export function syncDiscord(): Promise<DiscordStatus> {
  return request({ method: 'POST', path: '/api/v1/account/discord/sync', answer: DiscordStatus });
}
