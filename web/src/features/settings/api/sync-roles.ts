import { DiscordSyncStarted } from '@coinslot/shared/http/admin-discord.ts';
import { request } from '../../../lib/request.ts';

/** Has every consenting member's roles read again. */
export function syncRoles(): Promise<DiscordSyncStarted> {
  return request({
    method: 'POST',
    path: '/api/v1/admin/discord/sync',
    body: {},
    answer: DiscordSyncStarted,
  });
}
