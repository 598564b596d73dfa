import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { writeAudit } from '../audit/index.ts';

const Reopened = z.object({ id: z.uuid(), reason: z.string().nullable() });

/** Closes a lab's breaker and lifts its kill switch. Throws `not_found` when no lab has this name. */
export async function reopenLab(tx: Tx, labName: string, actorName: string): Promise<void> {
  const rows = await readRows(
    tx,
    Reopened,
    sql`
      update labs l set breaker_opened_at = null, breaker_reason = null, disabled_at = null, disabled_reason = null
      from labs before where before.id = l.id and l.name = ${labName}
      returning l.id, coalesce(before.breaker_reason, before.disabled_reason) as reason
    `,
  );
  const lab = rows[0];
  if (!lab) throw fail('not_found', { detail: `No lab is called ${labName}.` });
  await writeAudit(tx, {
    actor: { id: null, name: actorName },
    action: 'lab.reopen',
    targetKind: 'lab',
    targetId: lab.id,
    before: { reason: lab.reason },
  });
}

/** Lets a seat be used again. Throws `not_found` when the lab has no seat of this user name. */
export async function reopenSeat(
  tx: Tx,
  labName: string,
  username: string,
  actorName: string,
): Promise<void> {
  const rows = await readRows(
    tx,
    Reopened,
    sql`
      update seats s set disabled_at = null, disabled_reason = null, cooldown_until = null
      from seats before join labs l on l.id = before.lab_id
      where before.id = s.id and l.name = ${labName} and s.username = ${username}
      returning s.id, before.disabled_reason as reason
    `,
  );
  const seat = rows[0];
  if (!seat) throw fail('not_found', { detail: `The lab ${labName} has no seat called ${username}.` });
  await writeAudit(tx, {
    actor: { id: null, name: actorName },
    action: 'seat.reopen',
    targetKind: 'seat',
    targetId: seat.id,
    before: { reason: seat.reason },
  });
}
