import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';
import { voidLeases } from '../../leases/index.ts';
import type { LiveSession } from './connection.ts';

/**
 * Notes that a worker's connection ended. Its leases stay: it has until they run out to come back. Where its key was voided and it heard
 * that (`heardUs`: it answered our goodbye), it has stopped, and they end at once.
 */
export async function leaveWorker(
  db: Db,
  session: LiveSession,
  { reason, heardUs }: { reason: string; heardUs: boolean },
): Promise<void> {
  await db.execute(sql`
    with ended as (
      update worker_sessions set disconnected_at = now(), close_reason = ${reason}
      where id = ${session.sessionId} and disconnected_at is null
    )
    update workers set session_id = null, connected_since = null
    where id = ${session.workerId} and session_id = ${session.sessionId}
  `);
  if (heardUs) await voidLeases(db, session.workerId);
}
