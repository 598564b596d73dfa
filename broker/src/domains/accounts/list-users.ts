import { AdminUser, type AdminUserPage, type AdminUserQuery } from '@coinslot/shared/http/admin-users.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { makePage, readCursor } from '../../http/page-cursor.ts';

const Row = AdminUser.omit({ wallet: true }).extend({
  createdAt: PgTimestamp,
  disabledAt: PgTimestamp.nullable(),
  cursorAt: z.string(),
  availableEarned: z.int(),
  availableBought: z.int(),
  heldEarned: z.int(),
  heldBought: z.int(),
  frozen: z.int(),
  owed: z.int(),
});

const UserCursor = z.object({ at: z.string(), id: z.uuid() });

/** Members by name or e-mail, newest first, with their coins. */
export async function listUsers(db: Db, query: AdminUserQuery): Promise<AdminUserPage> {
  const after = readCursor(UserCursor, query.cursor);
  const pattern = `%${query.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await readRows(
    db,
    Row,
    sql`
      select u.id, u.name, u.email, u.created_at as "createdAt", u.disabled_at as "disabledAt",
        u.created_at::text as "cursorAt",
        array(select role_name from user_roles where user_id = u.id order by role_name) as roles,
        coalesce(w.available_earned, 0) as "availableEarned", coalesce(w.available_bought, 0) as "availableBought",
        coalesce(w.held_earned, 0) as "heldEarned", coalesce(w.held_bought, 0) as "heldBought",
        coalesce(w.frozen, 0) as frozen, coalesce(w.owed, 0) as owed,
        coalesce(m.active_machines, 0) as "activeMachines"
      from users u
      left join wallets w on w.user_id = u.id
      left join member_usage m on m.user_id = u.id
      where (u.name ilike ${pattern} or u.email ilike ${pattern})
        and ${after === undefined ? sql`true` : sql`(u.created_at, u.id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
      order by u.created_at desc, u.id desc
      limit ${query.limit + 1}`,
  );
  return makePage(rows, query.limit, toAdminUser, (row) => ({ at: row.cursorAt, id: row.id }));
}

function toAdminUser(row: z.infer<typeof Row>): AdminUser {
  const { availableEarned, availableBought, heldEarned, heldBought, frozen, owed } = row;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    wallet: { availableEarned, availableBought, heldEarned, heldBought, frozen, owed },
    activeMachines: row.activeMachines,
  };
}
