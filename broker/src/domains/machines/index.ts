export { describeAssignments } from './describe-assignments.ts';
export { assignMachine } from './life/assign-machine.ts';
export { type End, endMachine } from './life/end-machine.ts';
export { type LockedMachine, lockMachine } from './life/lock-machine.ts';
export { raiseEpoch } from './life/raise-epoch.ts';
export { requeueMachine, type RequeueReason } from './life/requeue-machine.ts';
export { appendLogs } from './logs/append-logs.ts';
export { applyReport } from './reports/apply-report.ts';
export type { Hold, ReportOutcome } from './reports/hold.ts';
