import { eq } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { Charge } from './charge.ts';
import { lockWallet } from './lock-wallet.ts';
import { recordTransfers } from './record-transfers.ts';
import { splitRefund } from './split-refund.ts';
import { charges } from './tables.ts';

/**
 * Gives back `coins` of a captured charge (sales → available), bought coins first, never more than what is left of it. A charge is
 * refunded once: a second call gives nothing back.
 *
 * @returns the coins given back
 */
export async function refundCharge(
  tx: Tx,
  chargeId: string,
  coins: number,
  actor: string,
  reason: string,
): Promise<number> {
  if (!Number.isInteger(coins) || coins < 0) throw new Error('a refund is a whole number of coins');
  const [payer] = await tx.select({ userId: charges.userId }).from(charges).where(eq(charges.id, chargeId));
  if (payer === undefined) throw new Error('there is no such charge');
  await lockWallet(tx, payer.userId);
  const [found] = await tx.select().from(charges).where(eq(charges.id, chargeId)).for('update');
  const charge = Charge.parse(found);
  if (charge.state !== 'captured' || charge.refundedEarned + charge.refundedBought > 0) return 0;
  const refund = splitRefund(charge, coins);
  if (refund.earned + refund.bought === 0) return 0;
  await tx
    .update(charges)
    .set({ refundedEarned: refund.earned, refundedBought: refund.bought })
    .where(eq(charges.id, chargeId));
  await recordTransfers(tx, {
    userId: charge.userId,
    from: 'sales',
    to: 'available',
    kind: 'refund',
    reference: charge.id,
    actor,
    reason,
    coins: refund,
  });
  return refund.earned + refund.bought;
}
