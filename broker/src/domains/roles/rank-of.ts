import { type SQL, sql } from 'drizzle-orm';

/** The highest rank among a member's roles, also while the account is disabled; 0 without a role. `userId` is a column or a value. */
export function rankOf(userId: SQL): SQL {
  return sql`coalesce((
    select max(r.rank) from user_roles ur join roles r on r.name = ur.role_name where ur.user_id = ${userId}
  ), 0)`;
}
