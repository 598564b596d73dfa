import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../../../database/db.ts';

/** Whether the account's sign-ins ask for a code. */
export async function isTotpOn(db: Db | Tx, userId: string): Promise<boolean> {
  const on = await db.execute(
    sql`select 1 from second_factors where user_id = ${userId} and confirmed_at is not null`,
  );
  return on.rowCount === 1;
}
