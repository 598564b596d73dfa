import type { Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import type { AdminAct } from '../audit/index.ts';
import { lockActor, readStanding } from '../roles/index.ts';

const Row = z.object({ id: z.uuid(), name: z.string(), disabled: z.boolean(), rank: z.int() });
export type KnownUser = z.infer<typeof Row>;

/** The member, with the rank that their roles give also while the account is disabled. @throws not_found, also for a deleted account */
export async function requireUser(db: Db | Tx, userId: string): Promise<KnownUser> {
  const [user] = await readRows(
    db,
    Row,
    sql`
      select u.id, u.name, u.disabled_at is not null as disabled,
        coalesce((select max(r.rank) from user_roles ur join roles r on r.name = ur.role_name where ur.user_id = u.id), 0) as rank
      from users u where u.id = ${userId} and u.deleted_at is null`,
  );
  if (user === undefined) throw fail('not_found');
  return user;
}

/**
 * Locks, and answers the member whom the actor may act on: somebody else, of a lower rank.
 *
 * @throws not_found, not_on_yourself, rank_too_low, forbidden
 */
export async function lockUserBelow(
  tx: Tx,
  act: AdminAct,
  { userId, permission }: { userId: string; permission: Permission },
): Promise<KnownUser> {
  const actor = await lockActor(tx, act, permission);
  const user = await requireUser(tx, userId);
  if (userId === actor.userId) throw fail('not_on_yourself');
  if (user.rank >= actor.rank) throw fail('rank_too_low');
  return user;
}

/** Whether the asker ranks above the member; for acts that need no lock. @throws not_found, rank_too_low */
export async function requireUserBelow(tx: Tx, act: AdminAct, userId: string): Promise<KnownUser> {
  const user = await requireUser(tx, userId);
  const actor = act.actor.id === null ? null : await readStanding(tx, act.actor.id);
  const isSelf = userId === act.actor.id;
  if (!isSelf && (actor === null || user.rank >= actor.rank)) throw fail('rank_too_low');
  return user;
}
