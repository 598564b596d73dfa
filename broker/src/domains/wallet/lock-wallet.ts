import { Wallet } from '@coinslot/shared/http/wallet.ts';
import { sql } from 'drizzle-orm';
import { readRows, type Tx } from '../../database/db.ts';

/** The member's wallet, locked until the transaction ends. Throws when there is none: sign-up opens one for everybody. */
export async function lockWallet(tx: Tx, userId: string): Promise<Wallet> {
  const [wallet] = await readRows(
    tx,
    Wallet,
    sql`
      select available_earned as "availableEarned", available_bought as "availableBought",
        held_earned as "heldEarned", held_bought as "heldBought", frozen, owed
      from wallets where user_id = ${userId} for update`,
  );
  if (wallet === undefined) throw new Error('the member has no wallet');
  return wallet;
}
