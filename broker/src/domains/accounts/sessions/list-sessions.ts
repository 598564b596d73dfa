import type { AccountSession } from '@coinslot/shared/http/account-security.ts';
import type { Db } from '../../../database/db.ts';
import { describeDevice } from './describe-device.ts';
import { readOpenSessions } from './open-sessions.ts';

/** The member's signed-in browsers: this one first, then the last seen. An admin who looks through their eyes is none. */
export async function listSessions(
  db: Db,
  { userId, sessionId, maxAgeMs }: { userId: string; sessionId: string; maxAgeMs: number },
): Promise<AccountSession[]> {
  const sessions = await readOpenSessions(db, { userId, maxAgeMs });
  return sessions
    .map(({ userAgent, expiresAt: _, ...session }) => ({
      ...session,
      current: session.id === sessionId,
      createdAt: session.createdAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      device: describeDevice(userAgent),
    }))
    .toSorted((one, other) => Number(other.current) - Number(one.current));
}
