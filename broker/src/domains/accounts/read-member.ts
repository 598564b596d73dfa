import { Permission } from '@coinslot/shared/permissions.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Db, readNamed } from '../../database/db.ts';
import { toHeaders } from './auth-request.ts';
import { chooseCookies } from './choose-cookies.ts';
import type { Auth, AuthContext } from './create-auth.ts';
import type { Member } from './member.ts';
import { readSessionToken } from './session-cookie.ts';

/**
 * Who is signed in by a request's cookie, or null. One statement for each request and no cache: a sign-out or a disabled account
 * counts at once, at every broker. better-auth is asked only when a session is due to be prolonged; its new cookie is sent along.
 */
export async function readMember(
  ctx: AuthContext,
  auth: Auth,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Member | null> {
  const { sessionMaxAgeMs, sessionIdleMs } = ctx.config.accounts;
  const token = readTokenOf(ctx, request);
  if (token === null) return null;
  const found = await readOpenSession(ctx.db, token, sessionMaxAgeMs);
  if (found === null) return null;
  // As better-auth counts: at most twenty times in the idle time.
  const isDue = found.leftMs <= sessionIdleMs - sessionIdleMs / 20;
  if (isDue && !(await prolong(auth, request, reply))) return null;
  return found.member;
}

/** The token of the session cookie when its signature is ours, else null. */
export function readTokenOf(
  ctx: Pick<AuthContext, 'config' | 'secrets'>,
  request: FastifyRequest,
): string | null {
  const { prefix } = chooseCookies(ctx.config.http.publicUrl);
  return readSessionToken(request.headers.cookie, { prefix, secret: ctx.secrets.authSecret });
}

/** False when the session ended in between. */
async function prolong(auth: Auth, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const { response, headers } = await auth.api.getSession({
    headers: toHeaders(request),
    returnHeaders: true,
  });
  if (response === null) return false;
  for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie);
  return true;
}

const Row = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  sessionId: z.uuid(),
  permissions: z.array(z.string()),
  leftMs: z.number(),
});

const openSession = {
  name: 'open_session',
  text: `
    select u.id, u.name, u.email, u.email_verified as "emailVerified", s.id as "sessionId",
      (extract(epoch from s.expires_at - now()) * 1000)::float8 as "leftMs",
      array(
        select distinct unnest(r.permissions) from user_roles ur join roles r on r.name = ur.role_name where ur.user_id = u.id
      ) as permissions
    from sessions s join users u on u.id = s.user_id
    where s.token = $1 and s.expires_at > now() and u.disabled_at is null
      and s.created_at > now() - make_interval(secs => $2)`,
};

/** The member of an open session: not expired, not older than a session may get, the account not disabled. Else null. */
async function readOpenSession(
  db: Db,
  token: string,
  maxAgeMs: number,
): Promise<{ member: Member; leftMs: number } | null> {
  const [row] = await readNamed(db, Row, openSession, [token, maxAgeMs / 1000]);
  if (row === undefined) return null;
  const { leftMs, ...member } = row;
  // A permission that this version does not know gives nothing.
  const permissions = row.permissions.flatMap((name) => Permission.safeParse(name).data ?? []);
  return { member: { ...member, permissions, apiKey: null }, leftMs };
}
