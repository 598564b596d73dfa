import type { Permission } from '@coinslot/shared/permissions.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import type { Db, Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import type { AdminAct } from '../audit/index.ts';
import { type KnownUser, requireUser } from './known-user.ts';
import { lockActor } from './lock-standing.ts';
import { ranksAbove } from './rank-rules.ts';
import { readStanding, type Standing } from './read-standing.ts';

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

/** Whether the asker ranks above the member, or is the member; for acts that need no lock. @throws not_found, rank_too_low */
export async function requireUserBelow(tx: Tx, act: AdminAct, userId: string): Promise<KnownUser> {
  const user = await requireUser(tx, userId);
  if (userId !== act.actor.id && user.rank >= (await standingOf(tx, act)).rank) throw fail('rank_too_low');
  return user;
}

/**
 * Whether the actor may give this member something or take it: to those of a lower rank. Admins may to each other and to themselves;
 * nobody else to themselves.
 *
 * @throws not_found, rank_too_low
 */
export async function requireRankAbove(tx: Tx, act: AdminAct, userId: string): Promise<void> {
  const user = await requireUser(tx, userId);
  if (!ranksAbove(await standingOf(tx, act), user)) throw fail('rank_too_low');
}

/**
 * Locks, for what would make everybody else's account the actor's own: only the built-in role admin may.
 *
 * @throws rank_too_low, forbidden
 */
export async function requireAdmin(tx: Tx, act: AdminAct, permission: Permission): Promise<void> {
  const { isAdmin } = await lockActor(tx, act, permission);
  if (!isAdmin) throw fail('rank_too_low', { detail: saidSentences.admins_only });
}

async function standingOf(db: Db | Tx, { actor }: AdminAct): Promise<Standing> {
  if (actor.id === null) throw fail('forbidden');
  return await readStanding(db, actor.id);
}
