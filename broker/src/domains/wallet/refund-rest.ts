import { and, eq } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { Charge } from './charge.ts';
import { lockWallet } from './lock-wallet.ts';
import { recordTransfers } from './record-transfers.ts';
import { charges } from './tables.ts';

export interface RestRefund {
  machineId: string;
  coins: number;
  actor: string;
  reason: string;
}

/**
 * Gives back coins of a machine by a person's hand, beside what its end gave back: the newest charge first, bought coins first, never
 * more than was taken and not yet given back. The caller holds the machine's lock and has seen that its end is settled.
 *
 * @returns the coins given back: all that were asked for, or 0 when fewer are left
 */
export async function refundRest(tx: Tx, refund: RestRefund): Promise<number> {
  const open = await lockCharges(tx, refund.machineId);
  if (refund.coins > open.reduce((sum, charge) => sum + restOf(charge), 0)) return 0;
  let left = refund.coins;
  for (const charge of open) {
    const coins = Math.min(left, restOf(charge));
    if (coins > 0) await refundPart(tx, charge, coins, refund);
    left -= coins;
  }
  return refund.coins;
}

async function lockCharges(tx: Tx, machineId: string): Promise<Charge[]> {
  const ofMachine = and(eq(charges.machineId, machineId), eq(charges.state, 'captured'));
  const [payer] = await tx.select({ userId: charges.userId }).from(charges).where(ofMachine).limit(1);
  if (payer === undefined) return [];
  // Wallet before charge, as everywhere.
  await lockWallet(tx, payer.userId);
  const found = await tx
    .select()
    .from(charges)
    .where(ofMachine)
    .orderBy(charges.createdAt, charges.id)
    .for('update');
  return found.map((row) => Charge.parse(row)).reverse();
}

function restOf({ price, refundedEarned, refundedBought }: Charge): number {
  return price - refundedEarned - refundedBought;
}

async function refundPart(
  tx: Tx,
  charge: Charge,
  coins: number,
  { actor, reason }: Pick<RestRefund, 'actor' | 'reason'>,
): Promise<void> {
  const bought = Math.min(coins, charge.fromBought - charge.refundedBought);
  const earned = coins - bought;
  await tx
    .update(charges)
    .set({
      refundedBought: charge.refundedBought + bought,
      refundedEarned: charge.refundedEarned + earned,
    })
    .where(eq(charges.id, charge.id));
  await recordTransfers(tx, {
    userId: charge.userId,
    from: 'sales',
    to: 'available',
    kind: 'refund',
    // After what was given back before it: the ledger refuses the same step twice.
    reference: `${charge.id}:${charge.refundedEarned + charge.refundedBought}`,
    actor,
    reason,
    coins: { bought, earned },
  });
}
