import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import type { Tx } from '../../database/db.ts';
import { readWallet } from './read-wallet.ts';
import { recordTransfers } from './record-transfers.ts';

/** Earned coins that the house gives. */
export interface Grant {
  userId: string;
  kind: 'voucher';
  /** Above 0. */
  coins: number;
  /** Makes it happen once, whoever calls again. */
  reference: string;
  actor: string;
  reason: string | null;
}

/** Gives earned coins: promo → available. Answers the wallet with them. */
export async function grantCoins(tx: Tx, { coins, ...grant }: Grant): Promise<Wallet> {
  await recordTransfers(tx, {
    ...grant,
    from: 'promo',
    to: 'available',
    coins: { earned: coins, bought: 0 },
  });
  return await readWallet(tx, grant.userId);
}
