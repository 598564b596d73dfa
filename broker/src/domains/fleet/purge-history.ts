import { sql } from 'drizzle-orm';
import { type Db, inTransaction } from '../../database/db.ts';

const batch = 5_000;

/** Forgets connections that ended, failures, and enrolment tokens that can enrol nobody any more, when they are older than `retentionDays`. */
export async function purgeFleetHistory(db: Db, retentionDays: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.execute(sql`
      delete from worker_sessions where id in (
        select id from worker_sessions where disconnected_at < now() - make_interval(days => ${retentionDays})
        limit ${batch} for update skip locked)`);
    await tx.execute(sql`
      delete from worker_failures where id in (
        select id from worker_failures where at < now() - make_interval(days => ${retentionDays})
        limit ${batch} for update skip locked)`);
    await tx.execute(sql`
      delete from enrolment_tokens where token_hash in (
        select token_hash from enrolment_tokens where expires_at < now() - make_interval(days => ${retentionDays})
        limit ${batch} for update skip locked)`);
  });
}
