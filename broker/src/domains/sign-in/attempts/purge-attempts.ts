import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';

/** Deletes what was kept for browsers that did not come back in time. */
export async function purgeAttempts(db: Db): Promise<void> {
  await db.execute(sql`delete from sign_in_attempts where expires_at < now()`);
}
