import { LabSessionState } from '@coinslot/shared/states/lab-session.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';
import { completeStop } from '../life/complete-stop.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { letGo } from '../life/let-go.ts';
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
  await tx.execute(sql`
    update lab_sessions set state = 'ended', ended_at = now(), ended_how = ${body.how}
    where id = ${body.labSessionId}
  `);
  await appendEvent(tx, ctx, machine.id, { kind: 'lab_session_ended' });
  machine.openLabSession = null;
  switch (machine.state) {
    case 'assigned':
    case 'provisioning':
      // An earlier try was cleared away; the same worker goes on.
      return applied;
    case 'ready':
      await endLockedMachine(tx, ctx, machine, { reason: 'lab_ended', actor: `worker:${hold.workerId}` });
      return applied;
    case 'queued':
      await letGo(tx, ctx, machine, 'failed');
      return applied;
    case 'stopping':
      await completeStop(tx, ctx, machine);
      await letGo(tx, ctx, machine, 'ended');
      return applied;
    case 'stopped':
    case 'failed':
      await letGo(tx, ctx, machine, 'ended');
      return applied;
  }
}
