import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { writeAudit } from '../../audit/index.ts';
import { endMachine, lockMachine } from '../../machines/index.ts';
import { reconciler } from './audit-finding.ts';

/** So many checks of the way in may be missing before the holder's watch says nothing any more. */
const checksMissed = 2;

/**
 * Ends, with a refund of the unused time, ready machines that two complete inventories did not show. Not one of which the holder's own
 * watch has just seen that it answers: then the list is wrong, and the finding stays for an admin to look at.
 *
 * @returns how many were ended
 */
export async function endMissing(ctx: BrokerContext): Promise<number> {
  const missing = await readRows(ctx.db, Missing, selectMissing(ctx, sql`true`));
  let ended = 0;
  for (const finding of missing) {
    try {
      if (await inTransaction(ctx.db, (tx) => endOne(tx, ctx, finding))) ended += 1;
    } catch (error) {
      ctx.metrics.faults.inc({ kind: 'missing_not_ended' });
      ctx.log.error({ err: error, ...finding }, 'a machine that its lab does not list could not be ended');
    }
  }
  return ended;
}

async function endOne(
  tx: Tx,
  ctx: BrokerContext,
  { id, machineId }: z.infer<typeof Missing>,
): Promise<boolean> {
  await lockMachine(tx, machineId);
  // A second statement on purpose: it sees what changed while it waited for the lock.
  const still = await readRows(tx, Missing, selectMissing(ctx, sql`f.id = ${id}`));
  if (still.length === 0) return false;
  const detail = 'The lab does not list this machine any more.';
  await endMachine(tx, ctx, machineId, { reason: 'lab_ended', detail, actor: 'system' });
  await tx.execute(sql`
    update lab_findings set state = 'settled', settled_at = now(), settled_how = 'machine_ended' where id = ${id}
  `);
  await writeAudit(tx, {
    actor: reconciler,
    action: 'machine.end_missing',
    targetKind: 'machine',
    targetId: machineId,
    after: { findingId: id },
  });
  return true;
}

function selectMissing({ config }: BrokerContext, which: ReturnType<typeof sql>) {
  const freshMs = checksMissed * config.health.intervalMs;
  return sql`
    select f.id, m.id as "machineId"
    from lab_findings f join lab_sessions s on s.id = f.lab_session_id join machines m on m.id = s.machine_id
    where ${which} and f.state = 'open' and f.kind = 'missing' and f.sightings >= 2
      and m.state = 'ready' and s.state = 'live' and s.lab_ref = f.lab_ref
      and not coalesce(m.health_ok and m.health_checked_at > now() - ${freshMs} * interval '1 millisecond', false)
    order by f.first_seen_at limit 20
  `;
}

const Missing = z.object({ id: z.uuid(), machineId: z.uuid() });
