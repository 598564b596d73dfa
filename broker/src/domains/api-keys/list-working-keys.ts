import { knownPermissions, type Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';

const Row = z.object({ id: z.uuid(), permissions: z.array(z.string()) });

/**
 * Which of these ids are keys that may still watch machines, each with what its member's roles allow it. Expired and revoked ones,
 * and those of disabled accounts, are missing.
 */
export async function listWorkingKeys(
  db: Db,
  keyIds: readonly string[],
): Promise<Map<string, ReadonlySet<Permission>>> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select k.id, array(
          select distinct unnest(r.permissions) from user_roles ur join roles r on r.name = ur.role_name
          where ur.user_id = u.id and 'admin' = any (k.scopes)
        ) as permissions
      from api_keys k join users u on u.id = k.user_id
      where k.id = any(${sql.param([...keyIds])}::uuid[]) and k.revoked_at is null and k.expires_at > now()
        and u.disabled_at is null`,
  );
  return new Map(rows.map(({ id, permissions }) => [id, new Set(knownPermissions(permissions))]));
}
