export { lockUserBelow, requireAdmin, requireRankAbove, requireUserBelow } from './judge-acts.ts';
export { isLastAdmin } from './is-last-admin.ts';
export { type KnownUser, requireUser } from './known-user.ts';
export { lockActor } from './lock-standing.ts';
export { readStanding, type Standing } from './read-standing.ts';
export { requireAnotherAdmin } from './require-another-admin.ts';
export { registerRoleRoutes } from './routes.ts';
export { setUserRoles } from './set-user-roles.ts';
export { roles, userRoles } from './tables.ts';
