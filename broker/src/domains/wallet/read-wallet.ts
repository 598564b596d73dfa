import { Wallet } from '@coinslot/shared/http/wallet.ts';
import { eq } from 'drizzle-orm';
import type { Db, Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { wallets } from './tables.ts';

/** The member's coins as they are now. Fails with not_found for an id without a wallet. */
export async function readWallet(db: Db | Tx, userId: string): Promise<Wallet> {
  const [wallet] = await db
    .select({
      availableEarned: wallets.availableEarned,
      availableBought: wallets.availableBought,
      heldEarned: wallets.heldEarned,
      heldBought: wallets.heldBought,
      frozen: wallets.frozen,
      owed: wallets.owed,
    })
    .from(wallets)
    .where(eq(wallets.userId, userId));
  if (wallet === undefined) throw fail('not_found');
  return Wallet.parse(wallet);
}
