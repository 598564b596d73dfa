export { operateRoles } from './operate/change-roles.ts';
export { operateDisable } from './operate/disable-member.ts';
export { operateEnable } from './operate/enable-member.ts';
export { findMember } from './operate/find-member.ts';
export type { OperatorAct } from './operate/operator-act.ts';
export { operateResetTotp } from './operate/reset-totp.ts';
export { operateSignOut } from './operate/sign-out-member.ts';
export { registerUserRoutes } from './routes.ts';
