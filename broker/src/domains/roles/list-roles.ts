import { type Role, Role as RoleSchema } from '@coinslot/shared/http/admin-roles.ts';
import { knownPermissions } from '@coinslot/shared/permissions.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { mayEditRole, mayGive } from './rank-rules.ts';
import type { Standing } from './read-standing.ts';

const Row = RoleSchema.omit({ mayEdit: true, mayGive: true }).extend({ permissions: z.array(z.string()) });

/** Every role, the highest first, as this admin sees it. */
export async function listRoles(db: Db | Tx, asker: Standing): Promise<Role[]> {
  return await readRoles(db, asker, sql`true`);
}

/** @throws not_found */
export async function requireRole(db: Db | Tx, asker: Standing, name: string): Promise<Role> {
  const [role] = await readRoles(db, asker, sql`r.name = ${name}`);
  if (role === undefined) throw fail('not_found');
  return role;
}

async function readRoles(db: Db | Tx, asker: Standing, which: SQL): Promise<Role[]> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select r.name, r.description, r.rank, r.permissions, r.built_in as "builtIn", r.revision,
        (select count(*) from user_roles ur where ur.role_name = r.name) as members
      from roles r where ${which} order by r.rank desc, r.name`,
  );
  return rows.map((row) => ({
    ...row,
    permissions: knownPermissions(row.permissions),
    mayEdit: !row.builtIn && mayEditRole(asker, row, row),
    mayGive: mayGive(asker, row),
  }));
}
