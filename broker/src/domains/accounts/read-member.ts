import { Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { toHeaders } from './auth-request.ts';
import { chooseCookies } from './choose-cookies.ts';
import type { Auth, AuthContext } from './create-auth.ts';
import type { Member } from './member.ts';

/** Who is signed in by this request's cookie, or null. Sends the prolonged cookie along when better-auth prolonged the session. */
export async function readMember(
  ctx: AuthContext,
  auth: Auth,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Member | null> {
  const { prefix } = chooseCookies(ctx.config.http.publicUrl);
  if (request.headers.cookie?.includes(`${prefix}.session_token=`) !== true) return null;
  const found = await auth.api.getSession({ headers: toHeaders(request), returnHeaders: true });
  if (found.response === null) return null;
  const member = await readSessionMember(
    ctx.db,
    found.response.session.id,
    ctx.config.accounts.sessionMaxAgeMs,
  );
  if (member !== null) {
    for (const cookie of found.headers.getSetCookie()) reply.header('set-cookie', cookie);
  }
  return member;
}

const Row = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  sessionId: z.uuid(),
  permissions: z.array(z.string()),
});

/** The member of an open session: not expired, not older than a session may get, the account not disabled. Else null. */
export async function readSessionMember(db: Db, sessionId: string, maxAgeMs: number): Promise<Member | null> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select u.id, u.name, u.email, s.id as "sessionId",
        coalesce(array_agg(distinct p.permission) filter (where p.permission is not null), '{}') as permissions
      from sessions s
      join users u on u.id = s.user_id
      left join user_roles ur on ur.user_id = u.id
      left join roles r on r.name = ur.role_name
      left join lateral unnest(r.permissions) as p (permission) on true
      where s.id = ${sessionId} and s.expires_at > now() and u.disabled_at is null
        and s.created_at > now() - make_interval(secs => ${maxAgeMs / 1000})
      group by u.id, s.id`,
  );
  if (row === undefined) return null;
  // A permission that this version does not know gives nothing.
  const permissions = row.permissions.flatMap((name) => Permission.safeParse(name).data ?? []);
  return { ...row, permissions };
}
