import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

/** Deletes notifications that were written so many days ago, read or not. */
export async function purgeNotifications(db: Db, retentionDays: number): Promise<void> {
  await db.execute(
    sql`delete from notifications where created_at < now() - ${retentionDays} * interval '1 day'`,
  );
}
