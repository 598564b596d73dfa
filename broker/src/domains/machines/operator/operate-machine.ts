import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { tellChanged } from '../life/append-event.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { tellHolder } from '../life/tell-holder.ts';

/**
 * An admin stops a machine's preparation between two steps, or lets it go on; going on also hands the page back to the worker when it
 * waits for a person. Throws `not_found`, and `machine_not_operable` when it is not being prepared.
 */
export async function operateMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  { machineId, act, admin }: { machineId: string; act: 'pause' | 'go_on'; admin: AdminAct },
): Promise<void> {
  const machine = await lockMachine(tx, machineId);
  if (!machine) throw fail('not_found');
  if (machine.state !== 'assigned' && machine.state !== 'provisioning') throw fail('machine_not_operable');
  await tx.execute(sql`
    update machines set
      operator_paused = ${act === 'pause'},
      operator_handed_back = operator_handed_back + case when ${act === 'go_on'} and needs_operator_until is not null then 1 else 0 end
    where id = ${machineId}
  `);
  await writeAudit(tx, {
    ...admin,
    action: `machine.${act}`,
    targetKind: 'machine',
    targetId: machineId,
  });
  tellChanged(tx, ctx, machineId);
  await tellHolder(tx, ctx, machineId);
}
