import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { writeAudit } from '../../audit/index.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { lockOwnMachine } from './lock-own-machine.ts';

/** The owner ends a ready machine. Unused time is given back only when the product says so. */
export async function stopMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  act: { memberId: string; machineId: string },
): Promise<void> {
  const machine = await lockOwnMachine(tx, act);
  if (machine.state !== 'ready') throw fail('machine_not_stoppable');
  await endLockedMachine(tx, ctx, machine, { reason: 'member_stopped', actor: `member:${act.memberId}` });
}

/** An admin ends anybody's machine, whatever it is doing; unused time goes back to its owner. */
export async function stopMachineAsAdmin(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  act: { admin: { id: string; name: string }; machineId: string; reason: string; address: string },
): Promise<void> {
  const machine = await lockMachine(tx, act.machineId);
  if (!machine) throw fail('not_found');
  const ended = await endLockedMachine(tx, ctx, machine, {
    reason: 'admin_stopped',
    detail: act.reason,
    actor: `admin:${act.admin.id}`,
  });
  if (!ended) throw fail('machine_not_stoppable');
  await writeAudit(tx, {
    actor: { id: act.admin.id, name: act.admin.name },
    action: 'machine.stop',
    targetKind: 'machine',
    targetId: machine.id,
    reason: act.reason,
    before: { state: machine.state },
    address: act.address,
  });
}
