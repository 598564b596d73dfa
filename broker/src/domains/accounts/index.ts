export { chooseCookies } from './choose-cookies.ts';
export { registerAuthRoutes } from './auth-routes.ts';
export { type Auth, createAuth } from './create-auth.ts';
export { listOpenSessions } from './list-open-sessions.ts';
export type { Member } from './member.ts';
export { purgeSessions } from './purge-sessions.ts';
export { readMember, readTokenOf } from './read-member.ts';
export { registerAccountRoutes } from './routes.ts';
export { createSetupCode } from './setup-code.ts';
export {
  identities,
  installation,
  roles,
  sessions,
  setupCodes,
  userRoles,
  users,
  verifications,
} from './tables.ts';
export { sessionCookieName } from './session-cookie.ts';
