import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { lockUser } from '../../accounts/index.ts';
import { requireAnotherAdmin } from '../../roles/index.ts';
import { auditOperator, type OperatorAct } from './operator-act.ts';

/**
 * Gives and takes roles; returns those that the member then has.
 *
 * @throws last_admin; a sentence for a role that does not exist
 */
export async function operateRoles(
  tx: Tx,
  act: OperatorAct,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<string[]> {
  const { id } = act.member;
  const known = await readNames(tx, sql`select name from roles`);
  const unknown = [...add, ...remove].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`There is no role ${unknown}. There are: ${known.join(', ')}.`);
  if (remove.includes('admin')) await requireAnotherAdmin(tx, id);
  await lockUser(tx, id);
  await tx.execute(sql`
    insert into user_roles (user_id, role_name)
    select ${id}::uuid, unnest(${sql.param([...add])}::text[]) on conflict do nothing`);
  await tx.execute(sql`
    delete from user_roles where user_id = ${id} and role_name = any(${sql.param([...remove])}::text[])`);
  const roles = await readNames(tx, sql`select role_name as name from user_roles where user_id = ${id}`);
  if (add.length + remove.length > 0) await auditOperator(tx, act, 'user.set_roles', { roles });
  return roles;
}

async function readNames(tx: Tx, query: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await readRows(tx, z.object({ name: z.string() }), query);
  return rows.map(({ name }) => name).toSorted();
}
