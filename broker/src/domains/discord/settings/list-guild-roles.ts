import type { DiscordRoleList } from '@coinslot/shared/http/admin-discord.ts';
import { z } from 'zod';
import { fail } from '../../../http/errors.ts';
import { askDiscord, type DiscordAnswer, type DiscordContext } from '../api/ask-discord.ts';
import type { Guild } from './read-discord-settings.ts';

export const GuildRoles = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    color: z.int(),
    position: z.int(),
    permissions: z.string(),
    managed: z.boolean().optional(),
  }),
);

/**
 * The roles of the guild that a rule can name, highest first; not the one that everybody has, and not those of bots.
 *
 * @throws provider_unavailable with what Discord said
 */
export async function listGuildRoles(ctx: DiscordContext, guild: Guild): Promise<DiscordRoleList> {
  const answer = await askForRoles(ctx, guild);
  const roles = answer.outcome === 'answered' ? GuildRoles.safeParse(answer.body).data : undefined;
  if (roles === undefined) {
    throw fail('provider_unavailable', { detail: `The roles could not be read. ${explainAnswer(answer)}` });
  }
  const items = roles
    .filter(({ id, managed }) => id !== guild.guildId && managed !== true)
    .toSorted((a, b) => b.position - a.position)
    .map(({ id, name, color }) => ({
      id,
      name,
      color: color === 0 ? null : `#${color.toString(16).padStart(6, '0')}`,
    }));
  return { items };
}

export async function askForRoles(
  ctx: DiscordContext,
  { guildId, botAuthorization }: Guild,
): Promise<DiscordAnswer> {
  return await askDiscord(ctx, {
    method: 'GET',
    path: `/guilds/${guildId}/roles`,
    route: `GET /guilds/${guildId}/roles`,
    authorization: botAuthorization,
  });
}

/** What Discord's answer means and what an admin does about it. */
export function explainAnswer(answer: DiscordAnswer): string {
  switch (answer.outcome) {
    case 'answered':
      return 'Discord answered something that this version does not understand.';
    case 'not_found':
      return 'Discord does not know it, or the bot is not in the guild: check the guild’s id and invite the bot.';
    case 'refused':
      return answer.status === 401
        ? 'Discord does not accept the bot’s token: copy it again from the application’s page “Bot”.'
        : 'The bot may not do that: check its permissions in the guild.';
    case 'held':
      return answer.why === 'breaker'
        ? 'Discord refused too many requests in the last minutes, so none is sent until a few are forgotten. Mend the cause, then wait ten minutes.'
        : `Discord asked to wait until ${answer.until.toISOString()}.`;
    case 'failed':
      return `Discord could not be reached (${answer.why}). Try again; if it lasts, check this server’s way to discord.com.`;
  }
}
