import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';

const Ended = z.object({ sessionId: z.uuid(), userId: z.uuid() });

/**
 * Ends the sessions that fit the condition; their requests are refused from the commit on, their live pages close. Returns how many
 * there were.
 */
export async function endSessions(ctx: Pick<BrokerContext, 'bus'>, tx: Tx, which: SQL): Promise<number> {
  const ended = await readRows(
    tx,
    Ended,
    sql`delete from sessions where ${which} returning id as "sessionId", user_id as "userId"`,
  );
  tx.afterCommit(() => {
    for (const session of ended) ctx.bus.emit('session_ended', session);
  });
  return ended.length;
}

/** Ends all sessions of a member, but for one, and every sign-in that waits for its second factor. Returns how many sessions ended. */
export async function endSessionsOf(
  ctx: Pick<BrokerContext, 'bus'>,
  tx: Tx,
  { userId, exceptSessionId }: { userId: string; exceptSessionId?: string },
): Promise<number> {
  await tx.execute(sql`delete from pending_sign_ins where user_id = ${userId}`);
  return await endSessions(
    ctx,
    tx,
    sql`user_id = ${userId} and ${exceptSessionId === undefined ? sql`true` : sql`id <> ${exceptSessionId}`}`,
  );
}
