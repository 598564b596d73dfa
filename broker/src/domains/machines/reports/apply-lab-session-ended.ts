import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { closeLabSession } from '../lab-sessions/close-lab-session.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** The lab runs nothing for this machine any more: now its seat and slot may be used by others. */
export async function applyLabSessionEnded(
  tx: Tx,
  { ctx, hold, machine }: ReportScope,
  body: ReportOf<'lab_session_ended'>,
): Promise<ReportOutcome> {
  const found = await readRows(
    tx,
    z.object({ state: LabSessionState }),
    sql`
      select state from lab_sessions where id = ${body.labSessionId} and machine_id = ${machine.id} for update
    `,
  );
  const session = found[0];
  if (!session) return refused('this lab session was never announced');
  if (session.state === 'ended') return applied;
  await closeLabSession(tx, ctx, machine, {
    id: body.labSessionId,
    how: body.how,
    actor: `worker:${hold.workerId}`,
  });
  return applied;
}
