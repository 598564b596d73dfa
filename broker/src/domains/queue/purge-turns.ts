import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

const batch = 5_000;

/** Forgets turns longer ago than anybody can have waited: who comes now came later anyway. */
export async function purgeTurns(db: Db, queueDeadlineMs: number): Promise<void> {
  await db.execute(sql`
    delete from queue_turns where (pool_id, lab_id, taker_id) in (
      select pool_id, lab_id, taker_id from queue_turns
      where last_granted_at < now() - make_interval(secs => ${(2 * queueDeadlineMs) / 1000})
      limit ${batch} for update skip locked)
  `);
}
