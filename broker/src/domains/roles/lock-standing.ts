import type { Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import type { AdminAct } from '../audit/index.ts';
import { readStanding, type Standing } from './read-standing.ts';

/**
 * Whoever changes roles, ranks or who may come in waits here for the others, and is judged by what they are now: of two admins who
 * take each other's role at once, the second one is no admin any more. Taken before any row is locked.
 */
export async function lockStandings(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('standings'))`);
}

/**
 * Locks, and answers what the actor is now.
 *
 * @throws forbidden when they have lost the permission since they asked
 */
export async function lockActor(tx: Tx, act: AdminAct, permission: Permission): Promise<Standing> {
  await lockStandings(tx);
  if (act.actor.id === null) throw fail('forbidden');
  const actor = await readStanding(tx, act.actor.id);
  if (!actor.permissions.has(permission)) throw fail('forbidden');
  return actor;
}
