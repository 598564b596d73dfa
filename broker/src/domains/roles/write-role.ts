import type { EditRoleRequest, Role, RoleDraft } from '@coinslot/shared/http/admin-roles.ts';
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { refuseStale, refuseTakenName } from '../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { requireRole } from './list-roles.ts';
import { lockActor } from './lock-standing.ts';
import { mayEditRole } from './rank-rules.ts';
import { roles } from './tables.ts';

/** @throws name_taken, rank_too_low, forbidden */
export async function createRole(tx: Tx, act: AdminAct, draft: RoleDraft): Promise<Role> {
  const actor = await lockActor(tx, act, 'admin.roles.write');
  if (!mayEditRole(actor, null, draft)) throw fail('rank_too_low');
  await refuseTakenName({ constraint: 'roles_pkey', field: '/name' }, () => tx.insert(roles).values(draft));
  await writeAudit(tx, {
    ...act,
    action: 'role.create',
    targetKind: 'role',
    targetId: draft.name,
    after: draft,
  });
  return await requireRole(tx, actor, draft.name);
}

/**
 * Changes what a role allows: for everybody who has it, from their next request on.
 *
 * @throws not_found, edited_meanwhile, role_built_in, rank_too_low, forbidden
 */
export async function editRole(
  tx: Tx,
  act: AdminAct,
  name: string,
  { revision, ...after }: EditRoleRequest,
): Promise<Role> {
  const actor = await lockActor(tx, act, 'admin.roles.write');
  const before = await lockRole(tx, name);
  if (before?.builtIn === true) throw fail('role_built_in');
  const { builtIn: _, revision: present, ...was } = refuseStale(before, { revision });
  if (!mayEditRole(actor, was, { name, ...after })) throw fail('rank_too_low');
  await tx
    .update(roles)
    .set({ ...after, revision: present + 1 })
    .where(eq(roles.name, name));
  await writeAudit(tx, {
    ...act,
    action: 'role.edit',
    targetKind: 'role',
    targetId: name,
    before: was,
    after: { name, ...after },
  });
  return await requireRole(tx, actor, name);
}

/** @throws not_found, role_built_in, rank_too_low, still_in_use, forbidden */
export async function deleteRole(tx: Tx, act: AdminAct, name: string): Promise<void> {
  const actor = await lockActor(tx, act, 'admin.roles.write');
  const before = await lockRole(tx, name);
  if (before === undefined) throw fail('not_found');
  const { builtIn, revision: _, ...was } = before;
  if (builtIn) throw fail('role_built_in');
  if (!mayEditRole(actor, was, { ...was, permissions: [] })) throw fail('rank_too_low');
  const { members } = await requireRole(tx, actor, name);
  if (members > 0) {
    const detail = `${members} ${members === 1 ? 'member has' : 'members have'} it. Take it from them first.`;
    throw fail('still_in_use', { detail, params: { members } });
  }
  await tx.execute(sql`delete from roles where name = ${name}`);
  await writeAudit(tx, {
    ...act,
    action: 'role.delete',
    targetKind: 'role',
    targetId: name,
    before: was,
  });
}

async function lockRole(tx: Tx, name: string) {
  const [row] = await tx
    .select({
      name: roles.name,
      description: roles.description,
      rank: roles.rank,
      permissions: roles.permissions,
      builtIn: roles.builtIn,
      revision: roles.revision,
    })
    .from(roles)
    .where(eq(roles.name, name))
    .for('update');
  return row;
}
