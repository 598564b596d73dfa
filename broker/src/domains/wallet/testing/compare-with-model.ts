import { deepStrictEqual as sameAs } from 'node:assert';
import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { Charge } from '../charge.ts';
import { readWallet } from '../read-wallet.ts';
import { charges, transfers } from '../tables.ts';
import { verifyLedger } from '../verify-ledger.ts';
import { createLedgerModel } from './ledger-model.ts';

/**
 * Each adjustment reached the books once or not at all, with exactly the coins it asked for; charges say how they ended; wallets,
 * the house and the sum over all are what the model says.
 *
 * @throws AssertionError when not
 */
export async function compareWithModel(
  db: Db,
  {
    userIds,
    adjusted,
    houseBefore,
    counts,
  }: {
    userIds: readonly string[];
    adjusted: ReadonlyMap<string, Adjustment>;
    houseBefore: House;
    counts: { ended: number };
  },
): Promise<void> {
  const model = createLedgerModel(userIds);
  const booked = Map.groupBy(await db.select().from(transfers), ({ reference }) => reference);
  for (const [reference, { userId, coinClass, coins }] of adjusted) {
    const [found, ...more] = booked.get(reference) ?? [];
    sameAs(more, [], 'an adjustment is booked once');
    if (found === undefined) continue;
    sameAs([found.amount, found.class], [Math.abs(coins), coinClass], 'as it was asked for');
    model.adjust(userId, coinClass, coins);
  }
  for (const row of await db
    .select()
    .from(charges)
    .where(inArray(charges.userId, [...userIds]))) {
    const charge = Charge.parse(row);
    const ends = (booked.get(charge.id) ?? []).filter(({ kind }) => kind !== 'hold' && kind !== 'refund');
    const isOver = charge.state !== 'held';
    const kinds = new Set(ends.map(({ kind }) => kind));
    sameAs(kinds.size, isOver && charge.price > 0 ? 1 : 0, 'a hold has one end, and only when it is over');
    if (isOver) counts.ended += 1;
    model.hold(charge);
    if (charge.state === 'captured') model.capture(charge);
    if (charge.state === 'released') model.release(charge);
    model.refund(charge, charge.refundedEarned + charge.refundedBought);
  }
  for (const userId of userIds)
    sameAs(
      { ...(await readWallet(db, userId)) },
      { ...model.wallets.get(userId) },
      'a wallet is what the model says',
    );
  const house = await readHouse(db);
  const moved = { issued: house.issued - houseBefore.issued, sales: house.sales - houseBefore.sales };
  sameAs(moved, { ...model.house }, 'the house is what the model says');
  const inWallets = [...model.wallets.values()].flatMap((wallet) => Object.values(wallet));
  sameAs(
    inWallets.reduce((sum, coins) => sum + coins, 0) + moved.issued + moved.sales,
    0,
    'no coin is made or lost',
  );
  const { imbalanceCoins, differences } = await verifyLedger(db);
  sameAs({ imbalanceCoins, differences }, { imbalanceCoins: 0, differences: [] });
}

export interface Adjustment {
  userId: string;
  coinClass: 'earned' | 'bought';
  coins: number;
}

export type House = { issued: number; sales: number };

/** What the house gave out and took in, over all transfers. */
export async function readHouse(db: Db): Promise<House> {
  const Row = z.object({ issued: z.int(), sales: z.int() });
  const [row] = await readRows(
    db,
    Row,
    sql`
      select
        (coalesce(sum(amount) filter (where to_account = 'issued'), 0) - coalesce(sum(amount) filter (where from_account = 'issued'), 0))::bigint as issued,
        (coalesce(sum(amount) filter (where to_account = 'sales'), 0) - coalesce(sum(amount) filter (where from_account = 'sales'), 0))::bigint as sales
      from transfers`,
  );
  return Row.parse(row);
}
