export { registerAdminMachineRoutes } from './admin-routes.ts';
export { askCanaryMachine } from './acts/ask-canary-machine.ts';
export { refundMachine } from './acts/refund-machine.ts';
export { settleMachine } from './acts/settle-machine.ts';
export { describeAssignments } from './describe-assignments.ts';
export { noteUses } from './health/note-uses.ts';
export { purgeHealth } from './health/purge-health.ts';
export { recordHealth } from './health/record-health.ts';
export { warnIdle } from './health/warn-idle.ts';
export { listOpenLabSessions } from './lab-sessions/list-open-lab-sessions.ts';
export { noteFailingEnds } from './lab-sessions/note-failing-ends.ts';
export { askLabSessionEnd } from './lab-sessions/ask-lab-session-end.ts';
export { readLabSessionTerms } from './lab-sessions/lab-session-terms.ts';
export { writeOffLabSession } from './lab-sessions/write-off-lab-session.ts';
export { assignMachines } from './life/assign-machine.ts';
export { type End, endMachine } from './life/end-machine.ts';
export { type LockedMachine, lockMachine } from './life/lock-machine.ts';
export { raiseEpoch } from './life/raise-epoch.ts';
export { requeueMachine, type RequeueReason } from './life/requeue-machine.ts';
export { appendLogs } from './logs/append-logs.ts';
export { purgeLogs } from './logs/purge-logs.ts';
export { operateMachine } from './operator/operate-machine.ts';
export { namedBy } from './recipe-can.ts';
export { applyReport } from './reports/apply-report.ts';
export type { Hold, ReportOutcome } from './reports/hold.ts';
export { failLateRestarts } from './restart/fail-late-restarts.ts';
export { registerMachineRoutes } from './routes.ts';
export { dueMachines } from './sweep/due-machines.ts';
export { endDueMachines } from './sweep/end-due-machines.ts';
export { countTimeOut } from './sweep/count-time-out.ts';
export { explainTimeOut } from './sweep/explain-time-out.ts';
export { finishStopping } from './sweep/finish-stopping.ts';
export { releaseOrphanHolds } from './sweep/release-orphan-holds.ts';
export {
  endpoints,
  labSessions,
  labSessionStateMoves,
  machineEvents,
  machineExtensions,
  machineHealth,
  machineLogs,
  machineRestarts,
  machines,
  machineStateMoves,
  machineSteps,
  memberProductUsage,
  memberUsage,
} from './tables.ts';
export { extendDueMachines } from './time/extend-due-machines.ts';
export { refuseLateExtensions } from './time/refuse-late-extensions.ts';
export { warnExpiring } from './sweep/warn-expiring.ts';
export { listAdminMachines } from './view/list-admin-machines.ts';
export { createQueueTeller } from './view/tell-queue.ts';
