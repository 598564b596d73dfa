import { groupBy } from './check-holders.ts';
import type { Finding, History } from './history.ts';

/** Every charge has one end, every coin is somewhere, and nobody paid for what they never had. */
export function checkMoney(history: History): Finding[] {
  return [...findOpenCharges(history), ...findWrongMoves(history), ...findWrongWallets(history)];
}

function findOpenCharges({ stored }: History): Finding[] {
  const readyAt = new Map(stored.machines.map((machine) => [machine.id, machine.readyAt]));
  return stored.charges.flatMap((charge) => {
    const wasReady = (readyAt.get(charge.machineId) ?? null) !== null;
    const expected = charge.kind !== 'purchase' ? null : wasReady ? 'captured' : 'released';
    if (charge.state !== 'held' && (expected === null || charge.state === expected)) return [];
    const what = charge.state === 'held' ? 'a charge has no end' : 'a charge has the wrong end';
    return [{ check: 'charge', what, facts: { charge, wasReady } }];
  });
}

/** A charge moves its price once into the hold and once out of it, and no more back than it cost, once. */
function findWrongMoves({ stored }: History): Finding[] {
  const moves = groupBy(stored.chargeTransfers, ({ chargeId }) => chargeId);
  return stored.charges.flatMap((charge) => {
    const of = (kind: string): number =>
      (moves.get(charge.id) ?? [])
        .filter((move) => move.kind === kind)
        .reduce((sum, { coins }) => sum + coins, 0);
    const { price, state, refunded } = charge;
    const isRight =
      of('hold') === price &&
      of('capture') === (state === 'captured' ? price : 0) &&
      of('release') === (state === 'released' ? price : 0) &&
      of('refund') === refunded &&
      refunded <= (state === 'captured' ? price : 0);
    return isRight
      ? []
      : [
          {
            check: 'coins',
            what: 'a charge moved other coins than it should',
            facts: { charge, moves: moves.get(charge.id) },
          },
        ];
  });
}

/** From what each member was given and what their charges say, without a look at any transfer. */
function findWrongWallets({ stored, bounds }: History): Finding[] {
  const charges = groupBy(stored.charges, ({ userId }) => userId);
  const wrong = stored.wallets.flatMap((wallet) => {
    const own = charges.get(wallet.userId) ?? [];
    const paid = own
      .filter(({ state }) => state !== 'released')
      .reduce((sum, { price, refunded }) => sum + price - refunded, 0);
    const held = own.filter(({ state }) => state === 'held').reduce((sum, { price }) => sum + price, 0);
    return wallet.available === bounds.startCoins - paid && wallet.held === held
      ? []
      : [{ check: 'coins', what: 'coins were made or lost', facts: { wallet, paid, held } }];
  });
  const recounted = stored.differences.map((what) => ({ check: 'counters', what, facts: {} }));
  return [...wrong, ...recounted];
}
