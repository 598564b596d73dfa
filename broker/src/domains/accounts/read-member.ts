import { knownPermissions } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Db, readNamed } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { hashToken } from '../../secrets/tokens.ts';
import type { AuthContext } from './auth-context.ts';
import { chooseCookies } from './choose-cookies.ts';
import type { Member } from './member.ts';
import { readSessionToken } from './session-cookie.ts';
import { sendSessionCookie } from './sessions/send-session-cookie.ts';

/**
 * Who is signed in by a request's cookie, or null. One statement for each request and no cache: a sign-out or a disabled account
 * counts at once, at every broker. Once a minute it also notes that the session was seen, and, at most twenty times in its idle time,
 * prolongs it and sends its cookie again.
 */
export async function readMember(
  ctx: AuthContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Member | null> {
  const { sessionMaxAgeMs, sessionIdleMs } = ctx.config.accounts;
  const token = readToken(ctx, request);
  if (token === null) return null;
  const found = await readOpenSession(ctx.db, hashToken(token), sessionMaxAgeMs);
  if (found === null) return null;
  const isDue = found.leftMs <= sessionIdleMs - sessionIdleMs / 20;
  if (isDue) {
    if (!(await prolong(ctx.db, found.ownSessionId, sessionIdleMs))) return null;
    sendSessionCookie(ctx, reply, token);
  } else if (found.unseenMs > seenEveryMs) await noteSeen(ctx.db, found.ownSessionId);
  return found.member;
}

const seenEveryMs = 60_000;

/** By what the session of this request is kept: the hash of its token, when the cookie's signature is ours; else null. */
export function readTokenOf(
  ctx: Pick<AuthContext, 'config' | 'secrets'>,
  request: FastifyRequest,
): string | null {
  const token = readToken(ctx, request);
  return token === null ? null : hashToken(token);
}

function readToken(ctx: Pick<AuthContext, 'config' | 'secrets'>, request: FastifyRequest): string | null {
  const { prefix } = chooseCookies(ctx.config.http.publicUrl);
  return readSessionToken(request.headers.cookie, { prefix, secret: ctx.secrets.authSecret });
}

/** False when the session ended in between. */
async function prolong(db: Db, sessionId: string, idleMs: number): Promise<boolean> {
  const prolonged = await db.execute(sql`
    update sessions set expires_at = now() + make_interval(secs => ${idleMs / 1000}), last_seen_at = now(), updated_at = now()
    where id = ${sessionId} and expires_at > now()`);
  return prolonged.rowCount === 1;
}

async function noteSeen(db: Db, sessionId: string): Promise<void> {
  await db.execute(sql`
    update sessions set last_seen_at = now() where id = ${sessionId} and last_seen_at < now() - interval '1 minute'`);
}

const Row = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  sessionId: z.uuid(),
  ownSessionId: z.uuid(),
  viewerId: z.uuid(),
  viewerName: z.string(),
  viewSince: PgTimestamp.nullable(),
  viewUntil: PgTimestamp.nullable(),
  permissions: z.array(z.string()),
  fresh: z.boolean(),
  secondFactor: z.boolean(),
  leftMs: z.number(),
  unseenMs: z.number(),
});

const openSession = {
  name: 'open_session',
  text: `
    select u.id, u.name, u.email, u.email_verified as "emailVerified",
      coalesce(v.id, s.id) as "sessionId", s.id as "ownSessionId",
      viewer.id as "viewerId", viewer.name as "viewerName", v.created_at as "viewSince", v.expires_at as "viewUntil",
      v.id is null and s.confirmed_at > now() - interval '10 minutes' as fresh,
      s.signed_in_by = 'passkey' or exists (
        select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null
      ) as "secondFactor",
      (extract(epoch from s.expires_at - now()) * 1000)::float8 as "leftMs",
      (extract(epoch from now() - s.last_seen_at) * 1000)::float8 as "unseenMs",
      array(
        select distinct unnest(r.permissions) from user_roles ur join roles r on r.name = ur.role_name
        where ur.user_id = u.id and v.id is null
      ) as permissions
    from sessions s
    join users viewer on viewer.id = s.user_id
    left join sessions v on v.viewer_session_id = s.id and v.expires_at > now() and exists (
      select 1 from user_roles ur join roles r on r.name = ur.role_name
      where ur.user_id = viewer.id and 'admin.users.view_as' = any (r.permissions)
    )
    join users u on u.id = coalesce(v.user_id, s.user_id)
    where s.token = $1 and s.viewer_session_id is null and s.expires_at > now()
      and viewer.disabled_at is null and u.disabled_at is null
      and s.created_at > now() - make_interval(secs => $2)`,
};

/**
 * The member of an open session: not expired, not older than a session may get, the account not disabled. Else null. While an admin
 * looks through a member's eyes (sessions/view.ts) it is that member, without permissions, for as long as the admin may look.
 */
async function readOpenSession(
  db: Db,
  tokenHash: string,
  maxAgeMs: number,
): Promise<{ member: Member; ownSessionId: string; leftMs: number; unseenMs: number } | null> {
  const [row] = await readNamed(db, Row, openSession, [tokenHash, maxAgeMs / 1000]);
  if (row === undefined) return null;
  const { leftMs, unseenMs, ownSessionId, viewerId, viewerName, viewSince, viewUntil, ...member } = row;
  const isView = viewSince !== null && viewUntil !== null;
  const viewer = isView ? { id: viewerId, name: viewerName, since: viewSince, until: viewUntil } : null;
  const permissions = knownPermissions(row.permissions);
  return { member: { ...member, permissions, viewer, apiKey: null }, ownSessionId, leftMs, unseenMs };
}
