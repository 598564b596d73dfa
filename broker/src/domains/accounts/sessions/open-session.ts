import type { SignedInBy } from '@coinslot/shared/http/account-security.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Tx } from '../../../database/db.ts';
import { signInsTotal } from '../../../observability/sign-in-metrics.ts';
import { hashToken, newToken } from '../../../secrets/tokens.ts';
import type { AuthContext } from '../auth-context.ts';
import { readTokenOf } from '../read-member.ts';
import { endSessions } from './end-sessions.ts';
import { noteDevice } from './note-device.ts';
import { sendSessionCookie } from './send-session-cookie.ts';

const userAgentCharactersMax = 300;

/** Whoever came in, how, and where the cookie goes. */
export interface WayIn {
  userId: string;
  signedInBy: SignedInBy;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * A new session with a new token, and its cookie; the one that this browser had before ends. Only for who has proved everything that
 * is asked for: ways in call finishSignIn.
 */
export async function openSession(ctx: AuthContext, tx: Tx, way: WayIn): Promise<void> {
  const { userId, signedInBy, request, reply } = way;
  const earlier = readTokenOf(ctx, request);
  if (earlier !== null) await endSessions(ctx, tx, sql`token = ${earlier}`);
  const token = newToken();
  const { sessionIdleMs } = ctx.config.accounts;
  await tx.execute(sql`
    insert into sessions (user_id, token, expires_at, ip_address, user_agent, signed_in_by)
    values (${userId}, ${hashToken(token)}, now() + make_interval(secs => ${sessionIdleMs / 1000}), ${request.ip},
      ${request.headers['user-agent']?.slice(0, userAgentCharactersMax) ?? null}, ${signedInBy})`);
  sendSessionCookie(ctx, reply, token);
  await noteDevice(ctx, tx, way);
  tx.afterCommit(() => signInsTotal.inc({ by: signedInBy, outcome: 'done' }));
}

/** The session keeps its id and gets a new token: what somebody may have seen of the old one is worth nothing any more. */
export async function renewToken(
  ctx: AuthContext,
  tx: Tx,
  { sessionId, reply }: { sessionId: string; reply: FastifyReply },
): Promise<void> {
  const token = newToken();
  await tx.execute(sql`update sessions set token = ${hashToken(token)} where id = ${sessionId}`);
  sendSessionCookie(ctx, reply, token);
}
