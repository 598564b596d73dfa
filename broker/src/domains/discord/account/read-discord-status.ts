import { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { sql } from 'drizzle-orm';
import { readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { readDiscordRow, readGuild } from '../settings/read-discord-settings.ts';
import type { SyncContext } from '../sync/sync-member.ts';

const Row = DiscordStatus.pick({
  linked: true,
  consented: true,
  inGuild: true,
  roles: true,
  perks: true,
  problem: true,
}).extend({ syncedAt: PgTimestamp.nullable(), perksUntil: PgTimestamp.nullable() });

/** What the member's own page says of Discord. */
export async function readDiscordStatus(ctx: SyncContext, userId: string): Promise<DiscordStatus> {
  const settings = await readDiscordRow(ctx.db);
  const available = (await readGuild(ctx)) !== null;
  const [row] = await readRows(
    ctx.db,
    Row,
    sql`
      select
        exists (select 1 from identities where user_id = ${userId} and issuer = 'discord') as linked,
        m.user_id is not null as consented, coalesce(m.in_guild, false) as "inGuild",
        coalesce((
          select json_agg(json_build_object('id', r.role_id, 'name', r.role_name) order by r.role_name)
          from discord_perk_rules r where m.in_guild and m.perks_until > now() and r.role_id = any(m.roles)
        ), '[]') as roles,
        json_build_object(
          'mayBuy', p.may_buy, 'activeMachinesMax', p.active_machines_max, 'discountPercent', p.discount_percent
        ) as perks,
        m.problem, m.synced_at as "syncedAt", m.perks_until as "perksUntil"
      from perks_of(${userId}) p left join discord_members m on m.user_id = ${userId}`,
  );
  const { syncedAt, perksUntil, ...status } = Row.parse(row);
  return {
    ...status,
    available,
    joinsGuild: settings.joinsGuild,
    guildName: settings.guildName,
    inviteUrl: settings.inviteUrl,
    syncedAt: syncedAt?.toISOString() ?? null,
    perksUntil: perksUntil?.toISOString() ?? null,
  };
}
