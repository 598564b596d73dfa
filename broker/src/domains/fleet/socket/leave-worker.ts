import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';
import type { LiveSession } from './connection.ts';

/** Notes that a worker's connection ended. Its leases stay: it has until they run out to come back. */
export async function leaveWorker(db: Db, session: LiveSession, reason: string): Promise<void> {
  await db.execute(sql`
    with ended as (
      update worker_sessions set disconnected_at = now(), close_reason = ${reason}
      where id = ${session.sessionId} and disconnected_at is null
    )
    update workers set session_id = null, connected_since = null
    where id = ${session.workerId} and session_id = ${session.sessionId}
  `);
}
