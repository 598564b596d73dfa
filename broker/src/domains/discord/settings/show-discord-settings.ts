import type { DiscordSettings } from '@coinslot/shared/http/admin-discord.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { readGate } from '../api/refusals.ts';
import { openBotToken, readDiscordRow, readPerkRules } from './read-discord-settings.ts';

const Members = z.object({
  consented: z.int(),
  inGuild: z.int(),
  failing: z.int(),
  oldestSyncAt: PgTimestamp.nullable(),
});

/** The admin's page of the guild: settings without the token, and how reading roles goes. */
export async function showDiscordSettings(
  ctx: Pick<BrokerContext, 'config' | 'db' | 'secrets'>,
): Promise<DiscordSettings> {
  const { botToken, ...settings } = await readDiscordRow(ctx.db);
  const { botToken: ofEnvironment, refusalsMax } = ctx.config.signIn.discord;
  const { refused, fewerAt, pausedUntil } = await readGate(ctx.db, '*');
  const [members] = await readRows(
    ctx.db,
    Members,
    sql`
      select count(*)::int as consented, count(*) filter (where in_guild)::int as "inGuild",
        count(*) filter (where failures > 0)::int as failing, min(synced_at) as "oldestSyncAt"
      from discord_members`,
  );
  const { oldestSyncAt, ...counts } = Members.parse(members);
  return {
    ...settings,
    rules: await readPerkRules(ctx.db),
    hasBotToken: openBotToken(ctx, botToken) !== null,
    source: botToken !== null ? 'settings' : ofEnvironment === undefined ? 'none' : 'environment',
    breaker: {
      refused,
      limit: refusalsMax,
      openUntil: refused >= refusalsMax ? (fewerAt?.toISOString() ?? null) : null,
      pausedUntil: pausedUntil?.toISOString() ?? null,
    },
    members: { ...counts, oldestSyncAt: oldestSyncAt?.toISOString() ?? null },
  };
}
