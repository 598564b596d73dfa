import type { DiscordProblem } from '@coinslot/shared/http/discord.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import { type Actor, writeAudit } from '../../audit/index.ts';
import { askDiscord, type DiscordAnswer } from '../api/ask-discord.ts';
import { readGuild } from '../settings/read-discord-settings.ts';
import { type SyncContext, syncMember } from '../sync/sync-member.ts';

const Identity = z.object({ id: z.uuid() });

export interface Consent {
  member: Actor & { id: string };
  /** Who they are at Discord, as Discord itself just told. */
  discordId: string;
  /** Of the consent at Discord: with it the member is brought into the guild, then it is of no use any more. */
  accessToken: string;
  address: string;
}

/**
 * The member agreed, here and at Discord, that their roles are read. They are brought into the guild when it is set up so, and their roles
 * are read at once. Trouble with the guild takes nothing back: the answer says what it was. False when this is not the Discord account
 * that is linked.
 */
export async function recordConsent(ctx: SyncContext, consent: Consent): Promise<boolean> {
  const { member, discordId } = consent;
  const known = await inTransaction(ctx.db, async (tx) => {
    const [identity] = await readRows(
      tx,
      Identity,
      sql`
        select id from identities where user_id = ${member.id} and issuer = 'discord' and subject = ${discordId} for key share`,
    );
    if (identity === undefined) return false;
    await tx.execute(sql`
      insert into discord_members (user_id, identity_id) values (${member.id}, ${identity.id})
      on conflict (user_id) do update set identity_id = excluded.identity_id, consented_at = now()`);
    await writeAudit(tx, {
      actor: member,
      action: 'discord.consent',
      targetKind: 'user',
      targetId: member.id,
      address: consent.address,
    });
    return true;
  });
  if (!known) return false;
  const joined = await joinGuild(ctx, consent);
  await syncMember(ctx, { userId: member.id, discordId });
  if (joined !== null) await noteProblem(ctx, member.id, joined);
  return true;
}

/** Null when the member is in the guild, or need not be. */
async function joinGuild(
  ctx: SyncContext,
  { discordId, accessToken }: Consent,
): Promise<DiscordProblem | null> {
  const guild = await readGuild(ctx);
  if (guild === null || !guild.joinsGuild) return null;
  const answer: DiscordAnswer = await askDiscord(ctx, {
    method: 'PUT',
    path: `/guilds/${guild.guildId}/members/${discordId}`,
    route: `PUT /guilds/${guild.guildId}/members`,
    authorization: guild.botAuthorization,
    body: { access_token: accessToken },
  });
  if (answer.outcome === 'answered') return null;
  ctx.log.warn({ answer: answer.outcome }, 'a member could not be brought into the Discord guild');
  return answer.outcome === 'failed' || answer.outcome === 'held' ? 'discord_unreachable' : 'join_refused';
}

async function noteProblem(ctx: SyncContext, userId: string, problem: DiscordProblem): Promise<void> {
  await ctx.db.execute(sql`
    update discord_members set problem = ${problem} where user_id = ${userId} and not in_guild`);
}

/** Takes the consent back: roles are read no more, and what they gave is gone. Nobody is removed from the guild. */
export async function withdrawConsent(
  ctx: SyncContext,
  { member, address }: Pick<Consent, 'member' | 'address'>,
): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    const gone = await tx.execute(sql`delete from discord_members where user_id = ${member.id}`);
    if (gone.rowCount === 0) return;
    await writeAudit(tx, {
      actor: member,
      action: 'discord.withdraw',
      targetKind: 'user',
      targetId: member.id,
      address,
    });
  });
}
