import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** Acts that look at all of an account's ways in, or at what it may still do, follow one another. */
export async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx.execute(sql`select 1 from users where id = ${userId} for no key update`);
}
