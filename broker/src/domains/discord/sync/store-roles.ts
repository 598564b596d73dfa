import type { DiscordProblem } from '@coinslot/shared/http/discord.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Db } from '../../../database/db.ts';

/** What Discord told: it counts from now on, and is asked again after the interval (spread, so that not all ask at once). */
export async function storeRoles(
  { db, config }: Pick<BrokerContext, 'db' | 'config'>,
  userId: string,
  { inGuild, roles }: { inGuild: boolean; roles: string[] },
): Promise<void> {
  const { perksKeptMs, syncIntervalMs } = config.signIn.discord;
  await db.execute(sql`
    update discord_members set
      in_guild = ${inGuild}, roles = ${sql.param(roles)}::text[], synced_at = now(), failures = 0, problem = null,
      perks_until = now() + ${perksKeptMs} * interval '1 millisecond',
      next_sync_at = now() + (0.9 + random() * 0.2) * ${syncIntervalMs} * interval '1 millisecond'
    where user_id = ${userId}`);
}

/** It did not work: asked again after a minute, then less and less often, up to every hour. */
export async function storeFailure(db: Db, userId: string, problem: DiscordProblem): Promise<DiscordProblem> {
  await db.execute(sql`
    update discord_members set
      problem = ${problem}, failures = failures + 1,
      next_sync_at = now() + (0.8 + random() * 0.4) * least(60, power(2, least(failures, 6))) * interval '1 minute'
    where user_id = ${userId}`);
  return problem;
}

/** It was not sent: asked again when it may be, each at another moment. */
export async function storeHold(db: Db, userId: string, until: Date): Promise<void> {
  await db.execute(sql`
    update discord_members set next_sync_at = ${until.toISOString()}::timestamptz + random() * interval '1 minute'
    where user_id = ${userId}`);
}
