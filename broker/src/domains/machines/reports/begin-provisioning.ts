import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { appendEvent } from '../life/append-event.ts';
import type { ReportScope } from './hold.ts';

/** `assigned → provisioning` with the first thing a worker does. False when the machine is not being prepared at all. */
export async function beginProvisioning(tx: Tx, { ctx, machine }: ReportScope): Promise<boolean> {
  if (machine.state === 'provisioning') return true;
  if (machine.state !== 'assigned') return false;
  await tx.execute(sql`update machines set state = 'provisioning' where id = ${machine.id}`);
  await appendEvent(tx, ctx, machine.id, {
    kind: 'state',
    from: 'assigned',
    to: 'provisioning',
    reason: null,
  });
  machine.state = 'provisioning';
  return true;
}
