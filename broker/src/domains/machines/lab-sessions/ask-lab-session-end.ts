import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { releaseLease, unconfirmedEnd } from '../../leases/index.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { lockLabSession } from './lab-session-terms.ts';

/** A worker that has it for less than this is still at its first try. */
const firstTrySeconds = 30;

/**
 * Has the lab asked now, by a worker, to end what it runs for a machine that is over, instead of after the pause between two tries. A
 * worker that has tried for long is taken off it: another one, or the same anew, begins.
 *
 * @returns `asking` when a worker has just begun, else `asked`
 * @throws not_found, lab_session_ended, lab_session_in_use
 */
export async function askLabSessionEnd(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  act: AdminAct,
  { labSessionId, reason }: { labSessionId: string; reason: string },
): Promise<'asked' | 'asking'> {
  const { machine, session } = await lockLabSession(tx, sql`s.id = ${labSessionId}`);
  if (session.state === 'ended') throw fail('lab_session_ended');
  if (machine.endReason === null) throw fail('lab_session_in_use');
  const outcome = (await isBegun(tx, machine)) ? 'asking' : 'asked';
  if (outcome === 'asked') {
    await releaseLease(tx, ctx, { machineId: machine.id, reason: unconfirmedEnd });
    await tx.execute(sql`update lab_sessions set end_asked_at = now() where id = ${session.id}`);
    tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  }
  await writeAudit(tx, {
    ...act,
    action: 'lab_session.ask_end',
    targetKind: 'lab_session',
    targetId: session.id,
    reason,
    after: { tag: session.tag, state: session.state, outcome },
  });
  return outcome;
}

async function isBegun(tx: Tx, machine: LockedMachine): Promise<boolean> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      select l.id from leases l join machines m on m.id = l.machine_id
      where l.machine_id = ${machine.id} and l.released_at is null
        and greatest(l.granted_at, m.stopping_at, m.ended_at) > now() - make_interval(secs => ${firstTrySeconds})`,
  );
  return rows.length > 0;
}
