import { sql } from 'drizzle-orm';
import { type Db, inTransaction } from '../../../database/db.ts';

const batch = 5_000;

/** Deletes log lines of machines that ended more than `retentionDays` ago, a batch at a time. Answers how many went. */
export async function purgeLogs(db: Db, retentionDays: number): Promise<number> {
  const { rowCount } = await inTransaction(db, (tx) =>
    tx.execute(sql`
      delete from machine_logs where (machine_id, epoch, seq) in (
        select l.machine_id, l.epoch, l.seq from machines m join machine_logs l on l.machine_id = m.id
        where m.ended_at < now() - make_interval(days => ${retentionDays})
        limit ${batch} for update of l skip locked)`),
  );
  return rowCount ?? 0;
}
