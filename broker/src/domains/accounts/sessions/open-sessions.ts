import { SignedInBy } from '@coinslot/shared/http/account-security.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

const OpenSession = z.object({
  id: z.uuid(),
  createdAt: PgTimestamp,
  lastSeenAt: PgTimestamp,
  expiresAt: PgTimestamp,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  signedInBy: SignedInBy.nullable(),
});
export type OpenSession = z.infer<typeof OpenSession>;

/** The member's signed-in browsers, the last seen first. */
export async function readOpenSessions(
  db: Db,
  { userId, maxAgeMs }: { userId: string; maxAgeMs: number },
): Promise<OpenSession[]> {
  return await readRows(
    db,
    OpenSession,
    sql`
      select s.id, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt",
        s.ip_address as address, s.user_agent as "userAgent", s.signed_in_by as "signedInBy"
      from sessions s where s.user_id = ${userId} and ${isOpenSession(maxAgeMs)}
      order by s.last_seen_at desc, s.id`,
  );
}

/**
 * Whether a session `s` is that of a signed-in browser: not expired, not older than a session may get (read-member.ts lets no other in),
 * and no admin's who looks through the member's eyes.
 */
export function isOpenSession(maxAgeMs: number): SQL {
  return sql`(
    s.viewer_session_id is null and s.expires_at > now()
    and s.created_at > now() - make_interval(secs => ${maxAgeMs / 1000})
  )`;
}
