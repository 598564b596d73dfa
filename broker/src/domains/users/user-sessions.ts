import type { AdminUserSessionList } from '@coinslot/shared/http/admin-users.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { describeDevice, endSessions, endSessionsOf, readOpenSessions } from '../accounts/index.ts';
import { revokeKeysOf } from '../api-keys/index.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { ranksAbove, readStanding, requireUser, requireUserBelow } from '../roles/index.ts';

const shownMax = 200;

/**
 * Where a member is signed in, the last seen first. Address and device of whoever is not below the one who asks stay untold.
 *
 * @throws not_found
 */
export async function listUserSessions(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  { userId, askerId }: { userId: string; askerId: string },
): Promise<AdminUserSessionList> {
  const user = await requireUser(ctx.db, userId);
  const isTold = userId === askerId || ranksAbove(await readStanding(ctx.db, askerId), user);
  const rows = await readOpenSessions(ctx.db, { userId, maxAgeMs: ctx.config.accounts.sessionMaxAgeMs });
  return {
    items: rows.slice(0, shownMax).map((row) => ({
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
