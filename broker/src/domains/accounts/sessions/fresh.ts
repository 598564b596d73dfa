import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../../../database/db.ts';

/** The member has proved it again: this session is fresh for ten minutes from now (read-member.ts). */
export async function markFresh(db: Db | Tx, sessionId: string): Promise<void> {
  await db.execute(sql`update sessions set confirmed_at = now() where id = ${sessionId}`);
}
