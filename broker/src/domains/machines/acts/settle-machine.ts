import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { completeStop } from '../life/complete-stop.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { requireEndByHand } from '../life/require-end-by-hand.ts';
import { releaseHeldCharges } from '../sweep/release-orphan-holds.ts';

/**
 * Does now, by the ordinary path, what should have happened by itself: a machine that is not over ends (with a refund of the unused
 * time), one that waits for its lab is over for its member, and coins that are still held go back.
 *
 * @throws not_found; rank_too_low as for stopping one; nothing_to_settle when it is over and its coins are settled
 */
export async function settleMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'log' | 'metrics'>,
  act: AdminAct,
  { machineId, reason }: { machineId: string; reason: string },
): Promise<void> {
  const machine = await lockMachine(tx, machineId);
  if (!machine) throw fail('not_found');
  await requireEndByHand(tx, act, machine);
  const actor = act.actor.id === null ? `operator:${act.actor.name}` : `admin:${act.actor.id}`;
  const end = { reason: 'admin_stopped', detail: reason, actor } as const;
  const ended = await endLockedMachine(tx, ctx, machine, end);
  const stopped = !ended && (await completeStop(tx, ctx, machine));
  const released = await releaseHeldCharges(tx, ctx, machineId);
  if (!ended && !stopped && !released) throw fail('nothing_to_settle');
  await writeAudit(tx, {
    ...act,
    action: 'machine.settle',
    targetKind: 'machine',
    targetId: machineId,
    reason,
    before: { state: machine.state },
  });
}
