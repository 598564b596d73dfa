import { adminRoleName } from '@coinslot/shared/http/admin-roles.ts';
import type { Standing } from './read-standing.ts';

interface RankedRole {
  name: string;
  rank: number;
  permissions: readonly string[];
}

/** Only of a lower rank, and only what one may oneself; admins may make and unmake each other. */
export function mayGive(actor: Standing, role: RankedRole): boolean {
  const isBelow = role.rank < actor.rank || (role.name === adminRoleName && actor.isAdmin);
  return isBelow && role.permissions.every((permission) => actor.permissions.has(permission));
}

/** Over whose roles and coins one decides: of those below; admins also over each other's, and over their own coins. */
export function ranksAbove(actor: Standing, target: { rank: number }): boolean {
  return target.rank < actor.rank || actor.isAdmin;
}

/**
 * Whether this person may make `after` of `before` (null = a new role). Its rank stays below theirs; what is added or taken away they
 * hold themselves; and a role that they have is not raised, or it would outlast the one that allowed it.
 */
export function mayEditRole(actor: Standing, before: RankedRole | null, after: RankedRole): boolean {
  if (after.rank >= actor.rank || (before !== null && before.rank >= actor.rank)) return false;
  const had = new Set(before?.permissions);
  const has = new Set(after.permissions);
  const added = after.permissions.filter((permission) => !had.has(permission));
  const removed = [...had].filter((permission) => !has.has(permission));
  if (![...added, ...removed].every((permission) => actor.permissions.has(permission))) return false;
  const isOwn = before !== null && actor.roles.includes(before.name);
  return !isOwn || (added.length === 0 && after.rank <= before.rank);
}
