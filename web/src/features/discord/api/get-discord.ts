import { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { accountKey } from '../../accounts/api/get-account.ts';

export const discordKey = [...accountKey, 'discord'] as const;

/** What the community's Discord server gives this member. */
export function useDiscord() {
  return useQuery({
    queryKey: discordKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/account/discord', answer: DiscordStatus, signal }),
  });
}
