import type { Tx } from '../../database/db.ts';
import { wallets } from './tables.ts';

/** An empty wallet for this member; nothing when there is one. */
export async function openWallet(tx: Tx, userId: string): Promise<void> {
  await tx.insert(wallets).values({ userId }).onConflictDoNothing();
}
