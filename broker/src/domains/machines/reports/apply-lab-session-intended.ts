import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { beginProvisioning } from './begin-provisioning.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/**
 * Written before the lab is asked to start: from here on a session may exist there. Refused while another one of this machine
 * is open, and when the machine is not wanted any more; the worker must not click then.
 */
export async function applyLabSessionIntended(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'lab_session_intended'>,
): Promise<ReportOutcome> {
  const { hold, machine } = scope;
  if (machine.openLabSession !== null && machine.openLabSession.id !== body.labSessionId) {
    return refused('another lab session of this machine is still open');
  }
  if (!(await beginProvisioning(tx, scope)))
    return refused(`nothing may be started for a ${machine.state} machine`);
  if (machine.seatId === null) return refused('the machine has no seat');
  await tx.execute(sql`
    insert into lab_sessions (id, machine_id, lab_id, seat_id, epoch, tag)
    values (${body.labSessionId}, ${machine.id}, ${machine.labId}, ${machine.seatId}, ${hold.epoch}, ${body.tag})
    on conflict do nothing
  `);
  const mine = await readRows(
    tx,
    z.object({ state: z.string() }),
    sql`
      select state from lab_sessions
      where id = ${body.labSessionId} and machine_id = ${machine.id} and tag = ${body.tag} and state <> 'ended'
    `,
  );
  return mine.length > 0 ? applied : refused('this lab session ended already, or its tag is taken');
}
