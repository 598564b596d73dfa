import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

/**
 * Deletes what has expired: sessions, sign-ins that waited for a second factor, challenges, links a day after their end, and browsers
 * that were not seen for longer than their cookie lasts.
 */
export async function purgeSessions(db: Db, sessionMaxAgeMs: number): Promise<void> {
  await db.execute(sql`
    delete from sessions
    where expires_at < now() or created_at < now() - make_interval(secs => ${sessionMaxAgeMs / 1000})`);
  await db.execute(sql`delete from pending_sign_ins where expires_at < now()`);
  await db.execute(sql`delete from known_devices where seen_at < now() - interval '400 days'`);
  await db.execute(sql`delete from passkey_challenges where expires_at < now()`);
  await db.execute(sql`delete from email_links where expires_at < now() - interval '1 day'`);
}
