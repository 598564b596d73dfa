import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';

/**
 * An admin wants what a lab runs for nobody ended now, without the second sighting and the grace. A worker does it with the next
 * inventory, which is taken at once, and only if a row of ours still names it.
 *
 * @throws not_found; finding_refused when it is settled, or is none that is surely ours
 */
export async function endFinding(
  tx: Tx,
  act: AdminAct,
  { findingId, reason }: { findingId: string; reason: string },
): Promise<void> {
  const [finding] = await readRows(
    tx,
    Finding,
    sql`
      select kind, state, seat_id as "seatId", lab_ref as "labRef", label, lab_session_id as "labSessionId"
      from lab_findings where id = ${findingId} for update
    `,
  );
  if (!finding) throw fail('not_found');
  if (finding.state === 'settled') throw fail('finding_refused', { detail: 'It is settled already.' });
  const isOurs = finding.kind === 'orphan' || finding.kind === 'second_session';
  if (!isOurs || finding.labSessionId === null)
    throw fail('finding_refused', { detail: 'It is not surely ours: look at the lab itself.' });
  await tx.execute(sql`
    update lab_findings set wanted_by = ${act.actor.name}, next_try_at = null where id = ${findingId}
  `);
  await tx.execute(sql`
    update seat_inventories set next_at = now(), next_cause = 'admin' where seat_id = ${finding.seatId}
  `);
  const { labRef, label, kind } = finding;
  await writeAudit(tx, {
    ...act,
    action: 'lab_finding.want_end',
    targetKind: 'lab_finding',
    targetId: findingId,
    reason,
    before: { kind, labRef, label },
  });
}

const Finding = z.object({
  kind: z.string(),
  state: z.string(),
  seatId: z.uuid(),
  labRef: z.string(),
  label: z.string(),
  labSessionId: z.uuid().nullable(),
});
