import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { applyExtension } from '../time/apply-extension.ts';
import { readPendingExtension } from '../time/read-pending-extension.ts';
import { refuseExtension } from '../time/refuse-extension.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/**
 * The lab told its new end. It pays for the pending extension when it reaches the end that was bought; one that was decided before
 * (a repeat, or after its deadline) has no effect but that we know the lab's end, and one that nobody asked for none at all.
 */
export async function applyExtended(
  tx: Tx,
  { ctx, hold, machine }: ReportScope,
  body: ReportOf<'extended'>,
): Promise<ReportOutcome> {
  if (machine.openLabSession !== null) {
    await tx.execute(sql`
      update lab_sessions set lab_ends_at = now() + ${body.endsInMs}::double precision * interval '1 millisecond'
      where id = ${machine.openLabSession.id}
        and exists (select 1 from machine_extensions where id = ${body.extensionId} and machine_id = ${machine.id})
    `);
  }
  const extension = await readPendingExtension(tx, machine.id);
  if (extension?.id !== body.extensionId) return applied;
  const actor = `worker:${hold.workerId}`;
  if (body.endsInMs !== null && body.endsInMs < extension.newEndInMs) {
    const text = 'The lab gave less time than you bought.';
    await refuseExtension(tx, ctx, machine.id, extension, { text, actor });
  } else {
    // Also after its deadline, while it was not refused: the time is there, and nobody else heard of it while we were away.
    await applyExtension(tx, ctx, machine, extension, actor);
  }
  return applied;
}
