import { keptNames } from '@coinslot/shared/kept-names.ts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

// Where the name of an admin stands beside what they did, and what the audit log calls it. Not among them: the name under a lab's
// permission, which says who answered for it.
const signatures = [
  { table: 'vouchers', id: 'id', column: 'created_by', kind: 'voucher' },
  { table: 'vouchers', id: 'id', column: 'disabled_by', kind: 'voucher' },
  { table: 'announcements', id: 'id', column: 'created_by', kind: 'announcement' },
  { table: 'assets', id: 'id', column: 'uploaded_by', kind: 'asset' },
  { table: 'settings', id: 'name', column: 'updated_by', kind: 'settings' },
  { table: 'users', id: 'id', column: 'disabled_by', kind: 'user' },
  { table: 'labs', id: 'id', column: 'disabled_by', kind: 'lab' },
  { table: 'seats', id: 'id', column: 'disabled_by', kind: 'seat' },
  // The log speaks of the lab that was tried.
  { table: 'canaries', id: 'lab_id', column: 'asked_by', kind: 'lab' },
] as const;

/** Takes a member's name, who was an admin, from what they signed. The audit log says what was theirs, and not another's of that name. */
export async function forgetSignatures(tx: Tx, userId: string): Promise<void> {
  for (const { table, id, column, kind } of signatures) {
    const signed = sql.identifier(column);
    await tx.execute(sql`
      update ${sql.identifier(table)} t set ${signed} = ${keptNames.deleted_member}
      where t.${signed} = (select name from users where id = ${userId}) and t.${sql.identifier(id)}::text in (
        select target_id from audit_log where actor_id = ${userId} and target_kind = ${kind}
      )`);
  }
  await tx.execute(
    sql`update user_notes set author_name = ${keptNames.deleted_member} where author_id = ${userId}`,
  );
}
