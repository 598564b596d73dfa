import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { readGate } from '../api/refusals.ts';
import { readGuild } from '../settings/read-discord-settings.ts';
import { type SyncContext, type SyncedMember, syncMember } from './sync-member.ts';

// Far below the 50 requests a second that Discord allows, and no more than so many are on the way when it begins to refuse.
const atOnce = 5;

const Due = z.object({ userId: z.uuid(), discordId: z.string() });

/**
 * Reads the roles of members whose turn it is, a few at a time; brokers share the work. Answers how many were asked for.
 *
 * Each is put off first, so that a broker that dies meanwhile holds nobody up for more than two minutes.
 */
export async function syncDueMembers(ctx: SyncContext): Promise<number> {
  const guild = await readGuild(ctx);
  if (guild === null || (await isHeld(ctx))) return 0;
  const due = await readRows(
    ctx.db,
    Due,
    sql`
      update discord_members m set next_sync_at = now() + interval '2 minutes'
      from identities i
      where i.id = m.identity_id and m.user_id in (
        select user_id from discord_members where next_sync_at <= now()
        order by next_sync_at limit ${atOnce} for update skip locked
      )
      returning m.user_id as "userId", i.subject as "discordId"`,
  );
  await Promise.all(due.map((member: SyncedMember) => syncMember(ctx, member, guild)));
  return due.length;
}

/** Nothing may be sent just now: members keep their turns. */
async function isHeld({ db, config }: SyncContext): Promise<boolean> {
  const { refused, pausedUntil } = await readGate(db, '*');
  return refused >= config.signIn.discord.refusalsMax || pausedUntil !== null;
}
