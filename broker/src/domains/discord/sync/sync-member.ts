import { Snowflake } from '@coinslot/shared/http/admin-discord.ts';
import type { DiscordProblem } from '@coinslot/shared/http/discord.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { askDiscord, type DiscordAnswer } from '../api/ask-discord.ts';
import { type Guild, readGuild } from '../settings/read-discord-settings.ts';
import { storeFailure, storeHold, storeRoles } from './store-roles.ts';

export type SyncContext = Pick<BrokerContext, 'config' | 'db' | 'secrets' | 'log' | 'metrics'>;

/** A member who agreed that their roles are read, by their id at Discord. */
export interface SyncedMember {
  userId: string;
  discordId: string;
}

/** Discord's codes for a 404: of these the guild, not the member, is what it does not know. */
const unknownGuildCodes: ReadonlySet<number | null> = new Set([10_003, 10_004]);
const GuildMember = z.object({ roles: z.array(Snowflake).max(300) });

/**
 * Reads one member's roles in the guild and keeps them. What Discord cannot tell just now takes nothing away: the last known roles count
 * until their time is over. Answers why it did not work, or null.
 */
export async function syncMember(
  ctx: SyncContext,
  member: SyncedMember,
  guild?: Guild | null,
): Promise<DiscordProblem | null> {
  const found = guild === undefined ? await readGuild(ctx) : guild;
  if (found === null) return null;
  const answer = await askDiscord(ctx, {
    method: 'GET',
    path: `/guilds/${found.guildId}/members/${member.discordId}`,
    route: `GET /guilds/${found.guildId}/members`,
    authorization: found.botAuthorization,
  });
  return await store(ctx, member, answer);
}

async function store(
  ctx: SyncContext,
  { userId }: SyncedMember,
  answer: DiscordAnswer,
): Promise<DiscordProblem | null> {
  switch (answer.outcome) {
    case 'answered': {
      const read = GuildMember.safeParse(answer.body);
      if (!read.success) return await storeFailure(ctx.db, userId, 'discord_unreachable');
      await storeRoles(ctx, userId, { inGuild: true, roles: read.data.roles });
      return null;
    }
    case 'not_found':
      if (unknownGuildCodes.has(answer.code)) return await storeFailure(ctx.db, userId, 'bot_refused');
      await storeRoles(ctx, userId, { inGuild: false, roles: [] });
      return null;
    case 'refused':
      ctx.log.warn({ status: answer.status, code: answer.code }, 'Discord refused the bot that reads roles');
      return await storeFailure(ctx.db, userId, 'bot_refused');
    case 'held':
      await storeHold(ctx.db, userId, answer.until);
      return 'discord_unreachable';
    case 'failed':
      return await storeFailure(ctx.db, userId, 'discord_unreachable');
  }
}
