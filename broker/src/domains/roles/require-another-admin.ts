import { adminRoleName } from '@coinslot/shared/http/admin-roles.ts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { lockStandings } from './lock-standing.ts';

/**
 * Refuses to let the last admin go: call it before this member loses the role, is disabled or deleted. Locks standings (lockStandings),
 * so that two who go at once are not both called the other's spare. Does nothing for who is no admin.
 *
 * @throws last_admin
 */
export async function requireAnotherAdmin(tx: Tx, userId: string): Promise<void> {
  await lockStandings(tx);
  const found = await tx.execute(sql`
    select from user_roles mine where mine.user_id = ${userId} and mine.role_name = ${adminRoleName}
      and not exists (
        select 1 from user_roles other join users u on u.id = other.user_id
        where other.role_name = ${adminRoleName} and other.user_id <> ${userId}
          and u.disabled_at is null and u.deletion_requested_at is null
      )`);
  if (found.rowCount !== 0) throw fail('last_admin');
}
