import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import type { Tx } from '../../../database/db.ts';
import { acknowledgeLease, readOpenLease } from '../../leases/index.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { applyAtLab } from './apply-at-lab.ts';
import { applyEvidence } from './apply-evidence.ts';
import { applyFailed } from './apply-failed.ts';
import { applyLabSessionEnded } from './apply-lab-session-ended.ts';
import { applyLabSessionIntended } from './apply-lab-session-intended.ts';
import { applyLabSession } from './apply-lab-session.ts';
import { applyMachineGone } from './apply-machine-gone.ts';
import { applyOrderReport } from './apply-order-report.ts';
import { applyReady } from './apply-ready.ts';
import { applyRetrying } from './apply-retrying.ts';
import { applyStep } from './apply-step.ts';
import { applied, type Hold, type ReportOutcome, type ReportScope } from './hold.ts';

/**
 * Applies what a worker says of a machine. Only the holder of the open lease at this epoch is heard; the same body twice has
 * one effect. A throw is a fault of ours, and the caller must roll back.
 */
export async function applyReport(
  tx: Tx,
  ctx: ReportScope['ctx'],
  hold: Hold,
  body: ReportBody,
): Promise<ReportOutcome> {
  const machine = await lockMachine(tx, hold.machineId);
  const lease = await readOpenLease(tx, hold.machineId);
  if (!machine || lease?.workerId !== hold.workerId || lease.epoch !== hold.epoch) {
    return { outcome: 'stale_epoch', detail: null };
  }
  if (body.kind === 'accepted') {
    await acknowledgeLease(tx, hold);
    return applied;
  }
  return applyBody(tx, { ctx, hold, machine }, body);
}

type MachineReport = Exclude<ReportBody, { kind: 'accepted' }>;

async function applyBody(tx: Tx, scope: ReportScope, body: MachineReport): Promise<ReportOutcome> {
  switch (body.kind) {
    case 'step':
      return applyStep(tx, scope, body);
    case 'lab_session_intended':
      return applyLabSessionIntended(tx, scope, body);
    case 'lab_session_started':
    case 'lab_session_live':
    case 'lab_session_ending':
      return applyLabSession(tx, scope, body);
    case 'lab_session_ended':
      return applyLabSessionEnded(tx, scope, body);
    case 'ready':
      return applyReady(tx, scope, body);
    case 'retrying':
      return applyRetrying(tx, scope, body);
    case 'failed':
      return applyFailed(tx, scope, body);
    case 'machine_gone':
      return applyMachineGone(tx, scope, body);
    case 'evidence':
      return applyEvidence(tx, scope, body);
    case 'needs_operator':
    case 'operator_done':
    case 'seat_cookies':
      return applyAtLab(tx, scope, body);
    default:
      return applyOrderReport(tx, scope, body);
  }
}
