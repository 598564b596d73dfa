import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

const batch = 200;

/** Forgets canaries that ended so many days ago, with their machines, steps, logs and evidence. */
export async function purgeCanaries(db: Db, retentionDays: number): Promise<void> {
  await db.execute(sql`select forget_canaries(now() - make_interval(days => ${retentionDays}), ${batch})`);
}
