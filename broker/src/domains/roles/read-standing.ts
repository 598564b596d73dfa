import { adminRoleName } from '@coinslot/shared/http/admin-roles.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';

/** What somebody's roles make of them. Nobody and a disabled account have rank 0 and no permission. */
export interface Standing {
  userId: string;
  /** The highest of their roles. */
  rank: number;
  roles: string[];
  permissions: ReadonlySet<string>;
  isAdmin: boolean;
}

const Row = z.object({ rank: z.int(), roles: z.array(z.string()), permissions: z.array(z.string()) });

export async function readStanding(db: Db | Tx, userId: string): Promise<Standing> {
  const [row] = await readRows(
    db,
    Row,
    sql`
      select coalesce(max(r.rank), 0) as rank, coalesce(array_agg(r.name order by r.name), '{}') as roles,
        array(
          select distinct permission from user_roles held join roles h on h.name = held.role_name, unnest(h.permissions) permission
          where held.user_id = ${userId}
        ) as permissions
      from user_roles ur join roles r on r.name = ur.role_name
      join users u on u.id = ur.user_id and u.disabled_at is null
      where ur.user_id = ${userId}`,
  );
  const { rank, roles, permissions } = Row.parse(row);
  const isNobody = roles.length === 0;
  return {
    userId,
    rank,
    roles,
    permissions: new Set(isNobody ? [] : permissions),
    isAdmin: roles.includes(adminRoleName),
  };
}
