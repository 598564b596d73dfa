export { countUnconfirmed } from './count-unconfirmed.ts';
export { chooseCookies } from './choose-cookies.ts';
export { registerAuthRoutes } from './auth-routes.ts';
export { readCookie, setCookie } from './cookies.ts';
export { lockUser } from './lock-user.ts';
export { openPasswords } from './passwords/passwords.ts';
export { registerMember } from './register-member.ts';
export { relyingPartyOf } from './passkeys/relying-party.ts';
export { describeDevice } from './sessions/describe-device.ts';
export { endSessions, endSessionsOf } from './sessions/end-sessions.ts';
export { isOpenSession, readOpenSessions } from './sessions/open-sessions.ts';
export { finishSignIn } from './sessions/finish-sign-in.ts';
export { openView } from './sessions/view.ts';
export { keepRewardMarks, marksOf } from './reward-marks.ts';
export { checkSignUp } from './site-rules.ts';
export { canComeIn, type OpenProviders } from './ways-in.ts';
export { makeNoAddress } from './email/no-address.ts';
export { listOpenSessions } from './list-open-sessions.ts';
export type { Member } from './member.ts';
export { purgeSessions } from './purge-sessions.ts';
export { readMember, readTokenOf } from './read-member.ts';
export { registerAccountRoutes } from './routes.ts';
export { createSetupCode } from './setup-code.ts';
export {
  emailLinks,
  identities,
  installation,
  knownDevices,
  passkeyChallenges,
  passkeys,
  pendingSignIns,
  recoveryCodes,
  rewardMarks,
  secondFactors,
  sessions,
  setupCodes,
  users,
} from './tables.ts';
export { sessionCookieName } from './session-cookie.ts';
