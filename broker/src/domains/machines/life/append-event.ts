import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';

/** An event before it has its number and time. */
export type NewMachineEvent = MachineEvent extends infer Event
  ? Event extends MachineEvent
    ? Omit<Event, 'n' | 'at'>
    : never
  : never;

/** Writes the machine's next numbered event and wakes its watchers after the commit. */
export async function appendEvent(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machineId: string,
  event: NewMachineEvent,
): Promise<void> {
  const { kind, ...data } = event;
  await tx.execute(sql`
    with numbered as (
      update machines set last_event_n = last_event_n + 1 where id = ${machineId} returning last_event_n
    )
    insert into machine_events (machine_id, n, kind, data)
    select ${machineId}, last_event_n, ${kind}, ${JSON.stringify(data)}::jsonb from numbered
  `);
  tellChanged(tx, ctx, machineId);
}

/** Wakes whoever watches this machine, after the commit. */
export function tellChanged(tx: Tx, ctx: Pick<BrokerContext, 'bus'>, machineId: string): void {
  tx.afterCommit(() => ctx.bus.emit('machine_changed', { machineId }));
}
