import { sql } from 'drizzle-orm';
import { type Db, inTransaction } from '../database/db.ts';

const batch = 5_000;

/**
 * Forgets answers that nobody repeats any more. A repeat after that is a new act, so those of acts that move coins are never
 * forgotten: the others change nothing, or nothing that costs, when they are done once more.
 */
export async function purgeIdempotencyKeys(db: Db, retentionDays: number): Promise<void> {
  await inTransaction(db, (tx) =>
    tx.execute(sql`
      delete from idempotency_keys where (scope, key) in (
        select scope, key from idempotency_keys
        where not moves_coins and created_at < now() - make_interval(days => ${retentionDays})
        order by created_at limit ${batch} for update skip locked)`),
  );
}
