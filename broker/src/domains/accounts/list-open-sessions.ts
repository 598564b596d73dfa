import { knownPermissions, type Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';

const Row = z.object({ id: z.uuid(), permissions: z.array(z.string()) });

/**
 * The permissions behind each of these sessions that is open by the same rule as in read-member.ts, in one query. A session that has
 * ended, or whose member was disabled, is missing.
 */
export async function listOpenSessions(
  db: Db,
  sessionIds: readonly string[],
  maxAgeMs: number,
): Promise<Map<string, ReadonlySet<Permission>>> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select s.id, coalesce(p.permissions, '{}') as permissions
      from sessions s
      join users u on u.id = s.user_id
      left join lateral (
        select array_agg(distinct permission) as permissions
        from user_roles ur join roles r on r.name = ur.role_name, unnest(r.permissions) as permission
        where ur.user_id = u.id
      ) p on true
      where s.id = any(${sql.param([...sessionIds])}::uuid[]) and s.expires_at > now() and u.disabled_at is null
        and s.created_at > now() - make_interval(secs => ${maxAgeMs / 1000})
        and (s.viewer_session_id is null or exists (
          select 1 from user_roles ur join roles r on r.name = ur.role_name
          where ur.user_id = s.viewer_id and 'admin.users.view_as' = any (r.permissions)
        ))`,
  );
  return new Map(rows.map(({ id, permissions }) => [id, new Set(knownPermissions(permissions))]));
}
