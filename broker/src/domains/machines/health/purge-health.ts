import { sql } from 'drizzle-orm';
import { type Db, inTransaction } from '../../../database/db.ts';

const batch = 5_000;

/** Deletes checks that are older than `retentionDays`, a batch at a time. Answers how many went. */
export async function purgeHealth(db: Db, retentionDays: number): Promise<number> {
  const { rowCount } = await inTransaction(db, (tx) =>
    tx.execute(sql`
      delete from machine_health where (machine_id, at) in (
        select machine_id, at from machine_health where at < now() - make_interval(days => ${retentionDays})
        limit ${batch} for update skip locked)`),
  );
  return rowCount ?? 0;
}
