import { adminRoleName } from '@coinslot/shared/http/admin-roles.ts';
import type { SetUserRolesRequest } from '@coinslot/shared/http/admin-users.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';
import { requireUser } from './known-user.ts';
import { lockActor } from './lock-standing.ts';
import { mayGive, ranksAbove } from './rank-rules.ts';
import { requireAnotherAdmin } from './require-another-admin.ts';

const Given = z.object({ name: z.string(), rank: z.int(), permissions: z.array(z.string()) });

/**
 * Gives and takes roles until the member has exactly these. It counts from the member's next request on.
 *
 * @throws not_found, not_on_yourself, edited_meanwhile, invalid_request, rank_too_low, last_admin, forbidden
 */
export async function setUserRoles(
  tx: Tx,
  act: AdminAct,
  userId: string,
  { roles, knownRoles, reason }: SetUserRolesRequest,
): Promise<void> {
  const actor = await lockActor(tx, act, 'admin.roles.write');
  const before = await readRoleNames(tx, userId);
  if (userId === actor.userId) throw fail('not_on_yourself');
  if (!isSame(before, knownRoles)) throw fail('edited_meanwhile');
  const wanted = [...new Set(roles)].toSorted();
  const added = wanted.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !wanted.includes(name));
  if (added.length + removed.length === 0) return;
  const changed = await readRows(
    tx,
    Given,
    sql`select name, rank, permissions from roles where name = any(${sql.param([...added, ...removed])}::text[])`,
  );
  if (changed.length < added.length + removed.length) {
    throw fail('invalid_request', { fields: { '/roles': 'names a role that does not exist' } });
  }
  // What they were also counts while the account is disabled, or it would come back as less.
  const target = await requireUser(tx, userId);
  if (!ranksAbove(actor, target) || !changed.every((role) => mayGive(actor, role)))
    throw fail('rank_too_low');
  if (removed.includes(adminRoleName)) await requireAnotherAdmin(tx, userId);
  await tx.execute(sql`
    delete from user_roles where user_id = ${userId} and role_name = any(${sql.param(removed)}::text[])`);
  await tx.execute(sql`
    insert into user_roles (user_id, role_name, granted_by)
    select ${userId}::uuid, name, ${actor.userId}::uuid from unnest(${sql.param(added)}::text[]) name`);
  await writeAudit(tx, {
    ...act,
    action: 'user.set_roles',
    targetKind: 'user',
    targetId: userId,
    reason,
    before: { roles: before },
    after: { roles: wanted },
  });
}

async function readRoleNames(tx: Tx, userId: string): Promise<string[]> {
  const Row = z.object({ roles: z.array(z.string()) });
  const [row] = await readRows(
    tx,
    Row,
    sql`
      select array(select role_name from user_roles where user_id = u.id order by role_name) as roles
      from users u where u.id = ${userId} and u.deleted_at is null`,
  );
  if (row === undefined) throw fail('not_found');
  return row.roles.toSorted();
}

function isSame(present: readonly string[], known: readonly string[]): boolean {
  const seen = [...new Set(known)];
  return seen.length === present.length && seen.every((name) => present.includes(name));
}
