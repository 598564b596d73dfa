import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../../../database/db.ts';

/** The next round reads this member's roles; nothing to do for whoever has not agreed, and no more often than every half minute. */
export async function askForSync(db: Db | Tx, userId: string): Promise<void> {
  await db.execute(sql`
    update discord_members set next_sync_at = least(next_sync_at, now())
    where user_id = ${userId} and (synced_at is null or synced_at < now() - interval '30 seconds') and failures = 0`);
}

/** The next rounds read everybody's roles. Answers how many members that are. */
export async function askForSyncOfAll(db: Db | Tx): Promise<number> {
  const asked = await db.execute(sql`update discord_members set next_sync_at = now(), failures = 0`);
  return asked.rowCount ?? 0;
}
