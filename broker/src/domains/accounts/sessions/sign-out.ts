import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTransaction } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import type { AuthContext } from '../auth-context.ts';
import { clearCookie } from '../cookies.ts';
import { readTokenOf } from '../read-member.ts';
import { sessionCookie } from '../session-cookie.ts';
import { endSessions } from './end-sessions.ts';
import { pendingCookie } from './finish-sign-in.ts';

/**
 * Ends this browser's session; well done also when there was none.
 *
 * @throws unavailable when the session could not be ended: the browser then keeps its cookie
 */
export async function signOut(ctx: AuthContext, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = readTokenOf(ctx, request);
  try {
    if (token !== null) await inTransaction(ctx.db, (tx) => endSessions(ctx, tx, sql`token = ${token}`));
  } catch (error) {
    ctx.log.warn({ err: error }, 'a session could not be ended');
    throw fail('unavailable', { retryAfterSeconds: 2 });
  }
  clearCookie(ctx, reply, sessionCookie);
  clearCookie(ctx, reply, pendingCookie);
}
