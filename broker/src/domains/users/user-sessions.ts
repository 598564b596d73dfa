import { AdminUserSession, type AdminUserSessionList } from '@coinslot/shared/http/admin-users.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { describeDevice, endSessions, endSessionsOf } from '../accounts/index.ts';
import { revokeKeysOf } from '../api-keys/index.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { ranksAbove, readStanding, requireUser, requireUserBelow } from '../roles/index.ts';

const Row = AdminUserSession.omit({ device: true }).extend({
  createdAt: PgTimestamp,
  lastSeenAt: PgTimestamp,
  expiresAt: PgTimestamp,
});

/**
 * Where a member is signed in, the last seen first. Address and device of whoever is not below the one who asks stay untold.
 *
 * @throws not_found
 */
export async function listUserSessions(
  db: Db,
  { userId, askerId }: { userId: string; askerId: string },
): Promise<AdminUserSessionList> {
  const user = await requireUser(db, userId);
  const isTold = userId === askerId || ranksAbove(await readStanding(db, askerId), user);
  const rows = await readRows(
    db,
    Row,
    sql`
      select id, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", ip_address as address,
        user_agent as "userAgent", signed_in_by as "signedInBy"
      from sessions where user_id = ${userId} and viewer_session_id is null and expires_at > now()
      order by last_seen_at desc, id limit 200`,
  );
  return {
    items: rows.map((row) => ({
      ...row,
      address: isTold ? row.address : null,
      userAgent: isTold ? row.userAgent : null,
      device: describeDevice(isTold ? row.userAgent : null),
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
    })),
  };
}

/** Ends one session of a member of lower rank, or (without an id) all of them and their API keys. @throws not_found, rank_too_low */
export async function endUserSessions(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  { userId, sessionId }: { userId: string; sessionId: string | null },
): Promise<void> {
  await requireUserBelow(tx, act, userId);
  const ended =
    sessionId === null
      ? await endSessionsOf(ctx, tx, { userId })
      : await endSessions(
          ctx,
          tx,
          sql`id = ${sessionId} and user_id = ${userId} and viewer_session_id is null`,
        );
  if (sessionId !== null && ended === 0) throw fail('not_found');
  const revokedKeys =
    sessionId === null ? await revokeKeysOf(tx, ctx, { userId, actor: act.actor, address: act.address }) : 0;
  await writeAudit(tx, {
    ...act,
    action: sessionId === null ? 'user.end_sessions' : 'user.end_session',
    targetKind: 'user',
    targetId: userId,
    after: { ended, revokedKeys },
  });
}
