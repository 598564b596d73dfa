import { adminRoleName } from '@coinslot/shared/http/admin-roles.ts';
import { type SQL, sql } from 'drizzle-orm';

/** A condition: this user is an admin, and nobody else is one who can sign in and stays. */
export function isLastAdmin(userId: SQL): SQL {
  return sql`(
    exists (select 1 from user_roles mine where mine.user_id = ${userId} and mine.role_name = ${adminRoleName})
    and not exists (
      select 1 from user_roles other join users another on another.id = other.user_id
      where other.role_name = ${adminRoleName} and other.user_id <> ${userId}
        and another.disabled_at is null and another.deletion_requested_at is null
    ))`;
}
