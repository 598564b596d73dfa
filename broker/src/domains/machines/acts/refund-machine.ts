import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { notify } from '../../notifications/index.ts';
import { requireRankAbove } from '../../roles/index.ts';
import { readMachineCoins, refundRest } from '../../wallet/index.ts';
import { appendEvent } from '../life/append-event.ts';
import { lockMachine } from '../life/lock-machine.ts';

/**
 * An admin gives coins of a machine that is over back to its owner, beside what its end gave back. The machine's lock orders it with
 * every other refund: before the end nothing is given by hand, after it only what is left. As with any coins: to members of a lower rank,
 * and only admins to themselves.
 *
 * @returns the coins that could still be given back
 * @throws not_found, rank_too_low, machine_not_refundable (also to a deleted account), refund_exceeds_charge (with `refundable`)
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
  if (act.actor.id !== null) await requireRankAbove(tx, act, machine.ownerId);
  const actor = act.actor.id === null ? `operator:${act.actor.name}` : `admin:${act.actor.id}`;
  const refunded = await refundRest(tx, { machineId, coins, actor, reason });
  if (refunded === 0) throw fail('refund_exceeds_charge', { params: { refundable: before.refundable } });
  await refuseDeleted(tx, machine.ownerId);
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

/** Asked under the wallet's lock: an account that is deleted meanwhile waits for it, and returns what came. */
async function refuseDeleted(tx: Tx, userId: string): Promise<void> {
  const deleted = await tx.execute(sql`select 1 from users where id = ${userId} and deleted_at is not null`);
  if (deleted.rowCount !== 0) throw fail('machine_not_refundable');
}
