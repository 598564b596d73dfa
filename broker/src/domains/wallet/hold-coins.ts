import type { ChargeKind } from '@coinslot/shared/states/charge.ts';
import type { Tx } from '../../database/db.ts';
import { type AppError, fail, type FailFacts } from '../../http/errors.ts';
import { walletRefusalsTotal } from '../../observability/wallet-metrics.ts';
import { Charge } from './charge.ts';
import { lockWallet } from './lock-wallet.ts';
import { recordTransfers } from './record-transfers.ts';
import { charges } from './tables.ts';

export interface Hold {
  userId: string;
  /** Must be in the database already. */
  machineId: string;
  chargeKind: ChargeKind;
  /** Coins; 0 makes a charge that moves none. */
  price: number;
  actor: string;
}

/**
 * Sets coins aside for a machine: available → held, earned coins first. Locks the wallet, so a member's purchases follow one
 * another. Fails with insufficient_coins (missing, price, available) or wallet_owes.
 */
export async function holdCoins(tx: Tx, hold: Hold): Promise<Charge> {
  const wallet = await lockWallet(tx, hold.userId);
  if (wallet.owed > 0) throw refuse('wallet_owes', { params: { owed: wallet.owed } });
  const available = wallet.availableEarned + wallet.availableBought;
  if (available < hold.price) {
    const missing = hold.price - available;
    throw refuse('insufficient_coins', {
      detail: `${missing} more ${missing === 1 ? 'coin is' : 'coins are'} needed: the price is ${hold.price}, you have ${available}.`,
      params: { missing, price: hold.price, available },
    });
  }
  const fromEarned = Math.min(wallet.availableEarned, hold.price);
  const fromBought = hold.price - fromEarned;
  const [charge] = await tx
    .insert(charges)
    .values({
      machineId: hold.machineId,
      userId: hold.userId,
      kind: hold.chargeKind,
      price: hold.price,
      fromEarned,
      fromBought,
    })
    .returning();
  const made = Charge.parse(charge);
  await recordTransfers(tx, {
    userId: hold.userId,
    from: 'available',
    to: 'held',
    kind: 'hold',
    reference: made.id,
    actor: hold.actor,
    coins: { earned: fromEarned, bought: fromBought },
  });
  return made;
}

function refuse(code: 'wallet_owes' | 'insufficient_coins', facts: FailFacts): AppError {
  walletRefusalsTotal.inc({ reason: code });
  return fail(code, facts);
}
