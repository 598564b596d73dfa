import type { EditDiscordRequest } from '@coinslot/shared/http/admin-discord.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { refuseStale } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { botTokenContext, readDiscordRow, readPerkRules } from './read-discord-settings.ts';

/**
 * Saves the guild, its bot and what its roles give. Other rules count at once, also for those whose roles were read before; of another
 * guild nobody's roles are known until they are read.
 *
 * @throws edited_meanwhile
 */
export async function editDiscordSettings(
  tx: Tx,
  ctx: Pick<BrokerContext, 'secrets'>,
  act: AdminAct,
  { revision, botToken, rules, ...wanted }: EditDiscordRequest,
): Promise<void> {
  await tx.execute(sql`select only_row from discord_settings for update`);
  const { botToken: _, ...before } = await readDiscordRow(tx);
  refuseStale(before, { revision });
  const rulesBefore = await readPerkRules(tx);
  const sameGuild = wanted.guildId === before.guildId;
  const secret = botToken === undefined ? null : ctx.secrets.encryptSecret(botToken, botTokenContext);
  await tx.execute(sql`
    update discord_settings set
      guild_id = ${wanted.guildId}, guild_name = case when ${sameGuild} then guild_name end,
      bot_token = coalesce(${secret}, bot_token), joins_guild = ${wanted.joinsGuild},
      buyers_only_with_perk = ${wanted.buyersOnlyWithPerk}, invite_url = ${wanted.inviteUrl},
      revision = revision + 1, updated_at = now()`);
  await tx.execute(sql`delete from discord_perk_rules`);
  await tx.execute(sql`
    insert into discord_perk_rules (role_id, role_name, may_buy, active_machines_max, discount_percent)
    select "roleId", "roleName", (perks ->> 'mayBuy')::boolean, (perks ->> 'activeMachinesMax')::integer,
      (perks ->> 'discountPercent')::integer
    from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as rule ("roleId" text, "roleName" text, perks jsonb)`);
  if (!sameGuild) {
    await tx.execute(sql`
      update discord_members set in_guild = false, roles = '{}', synced_at = null, perks_until = null, problem = null,
        failures = 0, next_sync_at = now()`);
  }
  await writeAudit(tx, {
    ...act,
    action: 'discord.edit',
    targetKind: 'settings',
    targetId: 'discord',
    before: { ...before, rules: rulesBefore },
    after: { ...wanted, rules, botTokenChanged: botToken !== undefined },
  });
}
