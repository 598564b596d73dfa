import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

const batch = 5_000;

/** Forgets what was settled more than so many days ago. */
export async function purgeFindings(db: Db, retentionDays: number): Promise<void> {
  await db.execute(sql`
    delete from lab_findings where id in (
      select id from lab_findings where state = 'settled' and settled_at < now() - make_interval(days => ${retentionDays})
      limit ${batch} for update skip locked)
  `);
}
