import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { lockOwnMachine } from './lock-own-machine.ts';

/** The owner gives up before the machine is ready: all coins go back. */
export async function cancelMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  act: { memberId: string; machineId: string },
): Promise<void> {
  const machine = await lockOwnMachine(tx, act);
  const cancellable =
    machine.state === 'queued' || machine.state === 'assigned' || machine.state === 'provisioning';
  if (!cancellable) throw fail('machine_not_cancellable');
  await endLockedMachine(tx, ctx, machine, { reason: 'cancelled', actor: `member:${act.memberId}` });
}
