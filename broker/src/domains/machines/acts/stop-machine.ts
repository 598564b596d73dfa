import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { requireEndByHand } from '../life/require-end-by-hand.ts';
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

/**
 * An admin ends the machine of somebody below them, whatever it is doing; unused time goes back to its owner.
 *
 * @throws not_found, rank_too_low, machine_not_stoppable
 */
export async function stopMachineAsAdmin(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  act: AdminAct,
  { machineId, reason }: { machineId: string; reason: string },
): Promise<void> {
  const machine = await lockMachine(tx, machineId);
  if (!machine) throw fail('not_found');
  await requireEndByHand(tx, act, machine);
  const ended = await endLockedMachine(tx, ctx, machine, {
    reason: 'admin_stopped',
    detail: reason,
    actor: `admin:${act.actor.id}`,
  });
  if (!ended) throw fail('machine_not_stoppable');
  await writeAudit(tx, {
    ...act,
    action: 'machine.stop',
    targetKind: 'machine',
    targetId: machine.id,
    reason,
    before: { state: machine.state },
  });
}
