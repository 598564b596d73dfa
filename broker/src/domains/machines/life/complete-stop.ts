import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { appendEvent } from './append-event.ts';
import type { LockedMachine } from './lock-machine.ts';
import { releasePlaces } from './release-places.ts';

/** `stopping → stopped`: for the member it is over, whether or not the lab has confirmed yet. */
export async function completeStop(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machine: LockedMachine,
): Promise<boolean> {
  if (machine.state !== 'stopping') return false;
  await tx.execute(sql`update machines set state = 'stopped', ended_at = now() where id = ${machine.id}`);
  await appendEvent(tx, ctx, machine.id, {
    kind: 'state',
    from: 'stopping',
    to: 'stopped',
    reason: machine.endReason,
  });
  await releasePlaces(tx, machine);
  return true;
}
