import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import type { CoinClass } from '@coinslot/shared/states/charge.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { lockWallet } from './lock-wallet.ts';
import { readWallet } from './read-wallet.ts';
import { recordTransfers } from './record-transfers.ts';

export interface Adjustment {
  userId: string;
  class: CoinClass;
  /** Above 0 adds, below 0 removes. */
  coins: number;
  reason: string;
  actor: string;
  /** Makes it happen once, whoever calls again. */
  reference: string;
}

/**
 * Adds or removes coins by an admin's hand. Fails with not_found for an unknown member and with adjustment_exceeds_balance when fewer are
 * available than were to be removed.
 */
export async function adjustWallet(
  tx: Tx,
  adjustment: Adjustment,
): Promise<{ before: Wallet; after: Wallet }> {
  const { userId, coins } = adjustment;
  const Known = z.object({ user_id: z.uuid() });
  const known = await readRows(tx, Known, sql`select user_id from wallets where user_id = ${userId}`);
  if (known.length === 0) throw fail('not_found');
  const before = await lockWallet(tx, userId);
  const available = adjustment.class === 'earned' ? before.availableEarned : before.availableBought;
  if (coins < 0 && -coins > available) {
    throw fail('adjustment_exceeds_balance', { params: { available } });
  }
  await recordTransfers(tx, {
    userId,
    from: coins > 0 ? 'issued' : 'available',
    to: coins > 0 ? 'available' : 'issued',
    kind: coins > 0 ? 'admin_grant' : 'admin_removal',
    reference: adjustment.reference,
    actor: adjustment.actor,
    reason: adjustment.reason,
    coins: {
      earned: adjustment.class === 'earned' ? Math.abs(coins) : 0,
      bought: adjustment.class === 'bought' ? Math.abs(coins) : 0,
    },
  });
  return { before, after: await readWallet(tx, userId) };
}
