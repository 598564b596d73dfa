import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

/** Forgets incidents that closed so many days ago, and what processes said of themselves that are long gone. */
export async function purgeIncidents(db: Db, retentionDays: number): Promise<void> {
  await db.execute(
    sql`delete from incidents where closed_at < now() - make_interval(days => ${retentionDays})`,
  );
  await db.execute(sql`delete from broker_conditions where seen_at < now() - interval '1 day'`);
}
