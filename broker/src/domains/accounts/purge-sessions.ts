import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

/** Deletes what has expired: sessions, and the codes of e-mails and sign-ins. */
export async function purgeSessions(db: Db, sessionMaxAgeMs: number): Promise<void> {
  await db.execute(sql`
    delete from sessions
    where expires_at < now() or created_at < now() - make_interval(secs => ${sessionMaxAgeMs / 1000})`);
  await db.execute(sql`delete from verifications where expires_at < now()`);
}
