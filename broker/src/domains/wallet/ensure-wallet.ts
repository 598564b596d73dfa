import { eq } from 'drizzle-orm';
import { type Db, inTransaction } from '../../database/db.ts';
import { grantWelcome } from './grant-welcome.ts';
import { openWallet } from './open-wallet.ts';
import { wallets } from './tables.ts';

/** Opens the wallet, with its welcome coins, of a member who came in by a way that did not. Does nothing for everybody else. */
export async function ensureWallet(db: Db, userId: string): Promise<void> {
  const known = await db.select({ userId: wallets.userId }).from(wallets).where(eq(wallets.userId, userId));
  if (known.length > 0) return;
  await inTransaction(db, async (tx) => {
    await openWallet(tx, userId);
    await grantWelcome(tx, userId);
  });
}
