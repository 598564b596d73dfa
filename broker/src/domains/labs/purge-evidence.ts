import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** Deletes evidence whose time is over, at most `limit` pieces. Answers how many went. */
export async function purgeEvidence(tx: Tx, limit: number): Promise<number> {
  const { rows } = await tx.execute(sql`
    delete from evidence where id in (
      select id from evidence where expires_at < now() order by expires_at limit ${limit} for update skip locked
    )
    returning id
  `);
  return rows.length;
}
