import { AdminUser, type AdminUserPage, type AdminUserQuery } from '@coinslot/shared/http/admin-users.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { likeLiteral } from '../../database/like-literal.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { CursorTime, makePage, readCursor } from '../../http/page-cursor.ts';

const lastSeenAt = sql`greatest(
  u.last_seen_at,
  (select max(s.last_seen_at) from sessions s where s.user_id = u.id and s.viewer_session_id is null)
)`;

// The same for all members at once: one by one they take eight times as long.
const joinSeen = sql`left join (
  select s.user_id, max(s.last_seen_at) as at from sessions s where s.viewer_session_id is null group by s.user_id
) seen on seen.user_id = u.id`;

// What each order sorts by, as an expression over a member `u` and wallet `w`, its type, and how it stands in a cursor.
const orders: Record<AdminUserQuery['sort'], { key: SQL; type: SQL; text: z.ZodType<string> }> = {
  newest: { key: sql`u.created_at`, type: sql`timestamptz`, text: CursorTime },
  coins: {
    key: sql`coalesce(w.available_earned + w.available_bought, 0)`,
    type: sql`bigint`,
    text: z.string().regex(/^-?\d{1,18}$/),
  },
  last_seen: {
    key: sql`coalesce(greatest(u.last_seen_at, seen.at), '-infinity')`,
    type: sql`timestamptz`,
    text: CursorTime.or(z.literal('-infinity')),
  },
};

/** Members with their coins, newest, richest or last seen first. Deleted accounts are not among them. */
export async function listUsers(db: Db, query: AdminUserQuery): Promise<AdminUserPage> {
  const { key, type, text } = orders[query.sort];
  const after = readCursor(z.object({ key: text, id: z.uuid() }), query.cursor);
  const rows = await readRows(
    db,
    Row,
    sql`
      with page as (
        select u.id, ${key} as key
        from users u left join wallets w on w.user_id = u.id ${query.sort === 'last_seen' ? joinSeen : sql``}
        where u.deleted_at is null and ${isWanted(query)}
          and ${after === undefined ? sql`true` : sql`(${key}, u.id) < (${after.key}::${type}, ${after.id}::uuid)`}
        order by ${key} desc, u.id desc
        limit ${query.limit + 1}
      )
      select ${userColumns}, page.key::text as key
      from page join users u on u.id = page.id ${userJoins}
      order by page.key desc, u.id desc`,
  );
  return makePage(rows, query.limit, toAdminUser, (row) => ({ key: row.key, id: row.id }));
}

function isWanted({ search, role, state, coins }: AdminUserQuery): SQL {
  const conditions = [sql`true`];
  if (search !== '') conditions.push(isFound(search));
  if (role !== undefined && role !== '') {
    conditions.push(
      sql`exists (select 1 from user_roles ur where ur.user_id = u.id and ur.role_name = ${role})`,
    );
  }
  if (state === 'enabled') conditions.push(sql`u.disabled_at is null`);
  if (state === 'disabled') conditions.push(sql`u.disabled_at is not null`);
  if (coins === 'some') conditions.push(sql`w.available_earned + w.available_bought > 0`);
  if (coins === 'owing') conditions.push(sql`w.owed > 0`);
  return sql.join(conditions, sql` and `);
}

// An array and not a subquery, so that each side of the `or` reads its index.
function isFound(search: string): SQL {
  const literal = likeLiteral(search);
  const isId = z.uuid().safeParse(search).success;
  return sql`(
    u.name ilike ${`%${literal}%`} or lower(u.email) like ${`${literal.toLowerCase()}%`}
    or ${isId ? sql`u.id = ${search}::uuid` : sql`false`}
    or u.id = any(array(
      select i.user_id from identities i
      where i.issuer <> 'credential' and (i.subject = ${search} or lower(i.subject_name) like lower(${`${literal}%`}))
    ))
  )`;
}

/** Columns of one member `u`, to be read with `userJoins` and parsed by `UserRow`. */
export const userColumns = sql`
  u.id, u.name, u.email, u.created_at as "createdAt", u.disabled_at as "disabledAt", ${lastSeenAt} as "lastSeenAt",
  array(select role_name from user_roles where user_id = u.id order by role_name) as roles,
  coalesce(w.available_earned, 0) as "availableEarned", coalesce(w.available_bought, 0) as "availableBought",
  coalesce(w.held_earned, 0) as "heldEarned", coalesce(w.held_bought, 0) as "heldBought",
  coalesce(w.frozen, 0) as frozen, coalesce(w.owed, 0) as owed, coalesce(m.active_machines, 0) as "activeMachines"`;
export const userJoins = sql`left join wallets w on w.user_id = u.id left join member_usage m on m.user_id = u.id`;

export const UserRow = AdminUser.omit({ wallet: true }).extend({
  createdAt: PgTimestamp,
  disabledAt: PgTimestamp.nullable(),
  lastSeenAt: PgTimestamp.nullable(),
  availableEarned: z.int(),
  availableBought: z.int(),
  heldEarned: z.int(),
  heldBought: z.int(),
  frozen: z.int(),
  owed: z.int(),
});

const Row = UserRow.extend({ key: z.string() });

export function toAdminUser(row: z.infer<typeof UserRow>): AdminUser {
  const { availableEarned, availableBought, heldEarned, heldBought, frozen, owed } = row;
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    wallet: { availableEarned, availableBought, heldEarned, heldBought, frozen, owed },
    activeMachines: row.activeMachines,
  };
}
