import type { Tx } from '../../database/db.ts';
import { lockWallet } from './lock-wallet.ts';
import { recordTransfers } from './record-transfers.ts';

/**
 * Moves what is left in a wallet back to the house, because its account is closed; happens once. False when coins are still held: then
 * nothing moves.
 */
export async function closeWallet(tx: Tx, userId: string): Promise<boolean> {
  const { availableEarned, availableBought, heldEarned, heldBought, frozen } = await lockWallet(tx, userId);
  if (heldEarned + heldBought > 0) return false;
  const movement = { userId, to: 'issued', kind: 'account_closed', actor: 'account deletion' } as const;
  await recordTransfers(tx, {
    ...movement,
    from: 'available',
    reference: userId,
    coins: { earned: availableEarned, bought: availableBought },
  });
  await recordTransfers(tx, {
    ...movement,
    from: 'frozen',
    reference: `${userId}:frozen`,
    coins: { earned: 0, bought: frozen },
  });
  return true;
}
