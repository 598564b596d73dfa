import type { BrokerContext } from '../context.ts';
import { keepLedgerCheck, verifyLedger } from '../domains/wallet/index.ts';
import type { Loop } from './loop.ts';

/** Recomputes the books, so that a difference raises an alarm before anybody asks for it. It repairs nothing. */
export function createVerifyLedger(ctx: Pick<BrokerContext, 'db' | 'log' | 'metrics'>): Loop['run'] {
  return async () => {
    const { imbalanceCoins, differences } = await verifyLedger(ctx.db);
    await keepLedgerCheck(ctx.db, imbalanceCoins);
    ctx.metrics.ledgerImbalance.set(imbalanceCoins);
    if (differences.length === 0) return;
    ctx.log.error(
      { imbalanceCoins, differences: differences.slice(0, 20) },
      'wallets or charges differ from what the transfers add up to',
    );
  };
}
