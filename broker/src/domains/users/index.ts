export {
  findMember,
  operateDisable,
  operateEnable,
  operateResetTotp,
  operateRoles,
  operateSignOut,
  type OperatorAct,
} from './operate-member.ts';
export { registerUserRoutes } from './routes.ts';
