import { sql } from 'drizzle-orm';
import { type Db, inTransaction } from '../database/db.ts';

const batch = 5_000;

/** Forgets answers that nobody repeats any more. A repeat after that would be a new act, so the time is long. */
export async function purgeIdempotencyKeys(db: Db, retentionDays: number): Promise<void> {
  await inTransaction(db, (tx) =>
    tx.execute(sql`
      delete from idempotency_keys where (scope, key) in (
        select scope, key from idempotency_keys
        where created_at < now() - make_interval(days => ${retentionDays})
        limit ${batch} for update skip locked)`),
  );
}
