import type { Tx } from '../../../database/db.ts';
import { closeLabSession } from '../lab-sessions/close-lab-session.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from './hold.ts';
import { lockLabSession } from './lock-lab-session.ts';
import type { ReportOf } from './report-of.ts';

/** The lab runs nothing for this machine any more: now its seat and slot may be used by others. */
export async function applyLabSessionEnded(
  tx: Tx,
  { ctx, hold, machine }: ReportScope,
  body: ReportOf<'lab_session_ended'>,
): Promise<ReportOutcome> {
  const state = await lockLabSession(tx, machine.id, body.labSessionId);
  if (state === null) return refused('this lab session was never announced');
  if (state === 'ended') return applied;
  await closeLabSession(tx, ctx, machine, {
    id: body.labSessionId,
    how: body.how,
    actor: `worker:${hold.workerId}`,
  });
  return applied;
}
