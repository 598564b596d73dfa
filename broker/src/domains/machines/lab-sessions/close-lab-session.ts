import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';
import { completeStop } from '../life/complete-stop.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { letGo } from '../life/let-go.ts';
import type { LockedMachine } from '../life/lock-machine.ts';

export interface LabSessionEnd {
  id: string;
  /** `confirmed` and `not_found` are what a worker saw at the lab; `written_off` is an operator's word. */
  how: 'confirmed' | 'not_found' | 'written_off';
  actor: string;
}

/**
 * The open lab session of a machine that the caller holds the lock of has ended: now its seat and slot may be used by others, and
 * the machine's own end, when it waited for this, is complete.
 */
export async function closeLabSession(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machine: LockedMachine,
  { id, how, actor }: LabSessionEnd,
): Promise<void> {
  await tx.execute(sql`
    update lab_sessions set state = 'ended', ended_at = now(), ended_how = ${how} where id = ${id}
  `);
  await appendEvent(tx, ctx, machine.id, { kind: 'lab_session_ended' });
  machine.openLabSession = null;
  switch (machine.state) {
    case 'assigned':
    case 'provisioning':
      // An earlier try was cleared away; the same worker goes on.
      return;
    case 'ready':
      await endLockedMachine(tx, ctx, machine, { reason: 'lab_ended', actor });
      return;
    case 'queued':
      return letGo(tx, ctx, machine, 'failed');
    case 'stopping':
      await completeStop(tx, ctx, machine);
      return letGo(tx, ctx, machine, 'ended');
    case 'stopped':
    case 'failed':
      return letGo(tx, ctx, machine, 'ended');
  }
}
