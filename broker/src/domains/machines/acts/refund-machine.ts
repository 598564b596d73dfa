import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { notify } from '../../notifications/index.ts';
import { readMachineCoins, refundRest } from '../../wallet/index.ts';
import { appendEvent } from '../life/append-event.ts';
import { lockMachine } from '../life/lock-machine.ts';

/**
 * An admin gives coins of a machine that is over back to its owner, beside what its end gave back. The machine's lock orders it with
 * every other refund: before the end nothing is given by hand, after it only what is left.
 *
 * @returns the coins that could still be given back
 * @throws not_found, machine_not_refundable, refund_exceeds_charge (with `refundable`)
 */
export async function refundMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  { machineId, coins, reason }: { machineId: string; coins: number; reason: string },
): Promise<{ refunded: number; refundable: number }> {
  const machine = await lockMachine(tx, machineId);
  if (!machine) throw fail('not_found');
  const before = await readMachineCoins(tx, machineId);
  if (machine.endReason === null || machine.ownerId === null || !before || before.held > 0) {
    throw fail('machine_not_refundable');
  }
  const actor = act.actor.id === null ? `operator:${act.actor.name}` : `admin:${act.actor.id}`;
  const refunded = await refundRest(tx, { machineId, coins, actor, reason });
  if (refunded === 0) throw fail('refund_exceeds_charge', { params: { refundable: before.refundable } });
  await appendEvent(tx, ctx, machineId, { kind: 'charge', state: 'captured', price: before.paid, refunded });
  const refundable = before.refundable - refunded;
  await writeAudit(tx, {
    ...act,
    action: 'machine.refund',
    targetKind: 'machine',
    targetId: machineId,
    reason,
    before: { refunded: before.refunded },
    after: { refunded: before.refunded + refunded },
  });
  await notify(tx, ctx, {
    kind: 'coins_adjusted',
    userId: machine.ownerId,
    params: { coins: refunded, reason },
    dedupeKey: `refund:${machineId}:${before.refunded}`,
  });
  return { refunded, refundable };
}
