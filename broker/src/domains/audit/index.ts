export { type AdminAct, adminActOf } from './admin-act.ts';
export { auditLog } from './tables.ts';
export { type Actor, type AuditFact, writeAudit } from './write-audit.ts';
export { registerAuditRoutes } from './routes.ts';
