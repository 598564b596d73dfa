import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';
import { Charge } from './charge.ts';
import { lockWallet } from './lock-wallet.ts';
import { recordTransfers } from './record-transfers.ts';
import { charges } from './tables.ts';

/** The machine is ready: held → sales. False when the charge has ended already; the first end wins. */
export async function captureCharge(tx: Tx, chargeId: string, actor: string): Promise<boolean> {
  return await endHold(tx, chargeId, {
    state: 'captured',
    kind: 'capture',
    to: 'sales',
    actor,
    reason: null,
  });
}

/** The machine never became ready: held → available, in full. False when the charge has ended already. */
export async function releaseCharge(
  tx: Tx,
  chargeId: string,
  actor: string,
  reason: string,
): Promise<boolean> {
  return await endHold(tx, chargeId, { state: 'released', kind: 'release', to: 'available', actor, reason });
}

type HoldEnd = { actor: string; reason: string | null } & (
  | { state: 'captured'; kind: 'capture'; to: 'sales' }
  | { state: 'released'; kind: 'release'; to: 'available' }
);

async function endHold(tx: Tx, chargeId: string, end: HoldEnd): Promise<boolean> {
  const [payer] = await tx.select({ userId: charges.userId }).from(charges).where(eq(charges.id, chargeId));
  if (payer === undefined) throw new Error('there is no such charge');
  // Wallet before charge, as everywhere: two ends of one charge and a purchase cannot lock each other out.
  await lockWallet(tx, payer.userId);
  const [ended] = await tx
    .update(charges)
    .set({ state: end.state, endedAt: sql`now()` })
    .where(and(eq(charges.id, chargeId), eq(charges.state, 'held')))
    .returning();
  if (ended === undefined) return false;
  const charge = Charge.parse(ended);
  await recordTransfers(tx, {
    userId: charge.userId,
    from: 'held',
    to: end.to,
    kind: end.kind,
    reference: charge.id,
    actor: end.actor,
    reason: end.reason,
    coins: { earned: charge.fromEarned, bought: charge.fromBought },
  });
  return true;
}
