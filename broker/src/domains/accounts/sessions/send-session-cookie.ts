import type { FastifyReply } from 'fastify';
import type { AuthContext } from '../auth-context.ts';
import { setCookie } from '../cookies.ts';
import { sessionCookie, signSessionToken } from '../session-cookie.ts';

/** The cookie of this token, for as long as an idle session lasts. */
export function sendSessionCookie(
  ctx: Pick<AuthContext, 'config' | 'secrets'>,
  reply: FastifyReply,
  token: string,
): void {
  setCookie(ctx, reply, {
    name: sessionCookie,
    value: signSessionToken(token, ctx.secrets.authSecret),
    maxAgeMs: ctx.config.accounts.sessionIdleMs,
  });
}
