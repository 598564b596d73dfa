import { type AccountSession, SignedInBy } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { describeDevice } from './describe-device.ts';

const Row = z.object({
  id: z.uuid(),
  createdAt: PgTimestamp,
  lastSeenAt: PgTimestamp,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  signedInBy: SignedInBy.nullable(),
});

/** The member's signed-in browsers: this one first, then the last seen. An admin who looks through their eyes is none. */
export async function listSessions(
  db: Db,
  { userId, sessionId, maxAgeMs }: { userId: string; sessionId: string; maxAgeMs: number },
): Promise<AccountSession[]> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select id, created_at as "createdAt", last_seen_at as "lastSeenAt", ip_address as address, user_agent as "userAgent",
        signed_in_by as "signedInBy"
      from sessions
      where user_id = ${userId} and viewer_session_id is null and expires_at > now()
        and created_at > now() - make_interval(secs => ${maxAgeMs / 1000})
      order by id = ${sessionId} desc, last_seen_at desc, id`,
  );
  return rows.map(({ userAgent, ...row }) => ({
    ...row,
    current: row.id === sessionId,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    device: describeDevice(userAgent),
  }));
}
