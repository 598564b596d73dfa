import { DiscordRoleList, DiscordSettings } from '@coinslot/shared/http/admin-discord.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { settingsKey } from './get-settings.ts';

export const discordKey = [...settingsKey, 'discord'] as const;

/** The server at Discord whose roles count here; never the bot's token. */
export function useDiscordSettings() {
  return useQuery({
    queryKey: discordKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/discord', answer: DiscordSettings, signal }),
  });
}

/** The server's roles, asked of Discord now; only with a bot and a server. */
export function useDiscordRoles(enabled: boolean) {
  return useQuery({
    queryKey: [...discordKey, 'roles'],
    queryFn: ({ signal }) =>
      request({ path: '/api/v1/admin/discord/roles', answer: DiscordRoleList, signal }),
    enabled,
    retry: false,
    staleTime: 60_000,
  });
}
