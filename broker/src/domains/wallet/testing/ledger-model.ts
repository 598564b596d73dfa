import type { Wallet } from '@coinslot/shared/http/wallet.ts';
import type { CoinClass } from '@coinslot/shared/states/charge.ts';
import type { Charge } from '../charge.ts';
import { splitRefund } from '../split-refund.ts';

type Coins = Record<CoinClass, number>;

/**
 * What the books must say after a set of movements, computed without a database. Effects are sums, so the order in which concurrent
 * movements were applied does not matter.
 */
export interface LedgerModel {
  readonly wallets: Map<string, Wallet>;
  /** Coins given out by the house minus those that came back, by account. */
  readonly house: { issued: number; sales: number };
  adjust(userId: string, coinClass: CoinClass, coins: number): void;
  hold(charge: Charge): void;
  capture(charge: Charge): void;
  release(charge: Charge): void;
  refund(charge: Charge, coins: number): void;
}

export function createLedgerModel(userIds: readonly string[]): LedgerModel {
  const wallets = new Map(userIds.map((id) => [id, emptyWallet()]));
  const house = { issued: 0, sales: 0 };
  const walletOf = (userId: string): Wallet => {
    const wallet = wallets.get(userId);
    if (wallet === undefined) throw new Error('the model does not know this member');
    return wallet;
  };
  const taken = (charge: Charge): Coins => ({ earned: charge.fromEarned, bought: charge.fromBought });
  return {
    wallets,
    house,
    adjust(userId, coinClass, coins) {
      addAvailable(walletOf(userId), { earned: 0, bought: 0, [coinClass]: coins });
      house.issued -= coins;
    },
    hold(charge) {
      addAvailable(walletOf(charge.userId), taken(charge), -1);
      addHeld(walletOf(charge.userId), taken(charge));
    },
    capture(charge) {
      addHeld(walletOf(charge.userId), taken(charge), -1);
      house.sales += charge.price;
    },
    release(charge) {
      addHeld(walletOf(charge.userId), taken(charge), -1);
      addAvailable(walletOf(charge.userId), taken(charge));
    },
    refund(charge, coins) {
      const back = splitRefund(charge, coins);
      addAvailable(walletOf(charge.userId), back);
      house.sales -= back.earned + back.bought;
    },
  };
}

function emptyWallet(): Wallet {
  return { availableEarned: 0, availableBought: 0, heldEarned: 0, heldBought: 0, frozen: 0, owed: 0 };
}

function addAvailable(wallet: Wallet, coins: Coins, sign: 1 | -1 = 1): void {
  wallet.availableEarned += sign * coins.earned;
  wallet.availableBought += sign * coins.bought;
}

function addHeld(wallet: Wallet, coins: Coins, sign: 1 | -1 = 1): void {
  wallet.heldEarned += sign * coins.earned;
  wallet.heldBought += sign * coins.bought;
}
