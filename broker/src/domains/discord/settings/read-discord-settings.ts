import { PerkRule } from '@coinslot/shared/http/admin-discord.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';

const Row = z.object({
  guildId: z.string().nullable(),
  guildName: z.string().nullable(),
  botToken: z.string().nullable(),
  joinsGuild: z.boolean(),
  buyersOnlyWithPerk: z.boolean(),
  inviteUrl: z.string().nullable(),
  revision: z.int(),
});
export type DiscordSettingsRow = z.infer<typeof Row>;

/** The bot's token is encrypted for this place. */
export const botTokenContext = 'discord:bot-token';

/** The one row of the guild's settings; `botToken` as it is stored. */
export async function readDiscordRow(db: Db | Tx): Promise<DiscordSettingsRow> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select guild_id as "guildId", guild_name as "guildName", bot_token as "botToken", joins_guild as "joinsGuild",
        buyers_only_with_perk as "buyersOnlyWithPerk", invite_url as "inviteUrl", revision
      from discord_settings`,
  );
  return Row.parse(row);
}

/** What each role gives, the best discount first. */
export async function readPerkRules(db: Db | Tx): Promise<PerkRule[]> {
  return await readRows(
    db,
    PerkRule,
    sql`
      select role_id as "roleId", role_name as "roleName", json_build_object(
        'mayBuy', may_buy, 'activeMachinesMax', active_machines_max, 'discountPercent', discount_percent) as perks
      from discord_perk_rules order by discount_percent desc, role_name, role_id`,
  );
}

export interface Guild {
  guildId: string;
  /** For the Authorization header. */
  botAuthorization: string;
  joinsGuild: boolean;
}

/** The guild and the bot that reads it; null when they are not set up. */
export async function readGuild(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
): Promise<Guild | null> {
  const { guildId, botToken, joinsGuild } = await readDiscordRow(ctx.db);
  const token = openBotToken(ctx, botToken);
  if (guildId === null || token === null) return null;
  return { guildId, botAuthorization: `Bot ${token}`, joinsGuild };
}

/** The bot's token in clear: the saved one, else the environment's; null when there is none. */
export function openBotToken(
  ctx: Pick<BrokerContext, 'config' | 'secrets'>,
  stored: string | null,
): string | null {
  if (stored === null) return ctx.config.signIn.discord.botToken ?? null;
  try {
    return ctx.secrets.decryptSecret(stored, botTokenContext);
  } catch {
    // Its key is gone: as good as none, until it is entered again.
    return null;
  }
}
