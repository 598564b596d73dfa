import type { Tx } from '../../../database/db.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { applyFailed } from './apply-failed.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** The lab lost or ended the machine. When it was ready, the unused time is refunded. */
export async function applyMachineGone(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'machine_gone'>,
): Promise<ReportOutcome> {
  const { ctx, hold, machine } = scope;
  if (machine.state === 'ready') {
    await endLockedMachine(tx, ctx, machine, { reason: 'lab_ended', actor: `worker:${hold.workerId}` });
    return applied;
  }
  return applyFailed(tx, scope, {
    kind: 'failed',
    failure: 'machine_lost',
    message: body.message,
    step: null,
  });
}
