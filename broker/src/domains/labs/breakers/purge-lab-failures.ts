import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';

/** Forgets failures that are too old to count. A canary's are kept for as long as canaries are. */
export async function purgeLabFailures(
  db: Db,
  { windowMs, canaryRetentionDays }: { windowMs: number; canaryRetentionDays: number },
): Promise<void> {
  await db.execute(sql`
    delete from lab_failures where id in (
      select id from lab_failures
      where at < now() - make_interval(secs => ${windowMs / 1000})
        and (not by_canary or at < now() - make_interval(days => ${canaryRetentionDays}))
      order by at limit 5000 for update skip locked)
  `);
}
