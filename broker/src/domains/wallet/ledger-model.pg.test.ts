import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows, type Tx } from '../../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.ts';
import { isAppError } from '../../http/errors.ts';
import { adjustWallet } from './adjust-wallet.ts';
import { Charge } from './charge.ts';
import { captureCharge, releaseCharge } from './end-hold.ts';
import { holdCoins } from './hold-coins.ts';
import { readWallet } from './read-wallet.ts';
import { refundCharge } from './refund-charge.ts';
import { charges, transfers } from './tables.ts';
import { createLedgerModel } from './testing/ledger-model.ts';
import { makeMachine, makeMember, makeProduct } from './testing/shop-fixture.ts';
import { verifyLedger } from './verify-ledger.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const memberCount = 4;
const member = fc.nat({ max: memberCount - 1 });
const coinClass = fc.constantFrom('earned' as const, 'bought' as const);
const pick = fc.nat();
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('grant' as const),
      member,
      coinClass,
      coins: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      member,
      coinClass,
      coins: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grantAgain' as const), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('hold' as const),
      member,
      price: fc.integer({ min: 0, max: 40 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('capture' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      pick,
      coins: fc.integer({ min: 0, max: 50 }),
    }),
  },
);
// How often the transaction is told to have lost against another one before it may commit.
const step = fc.record({ act, losses: fc.constantFrom(0, 0, 0, 0, 1, 2) });
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

test('1,000 concurrent movements, with lost transactions and killed connections, keep the books exact', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1000, maxLength: 1000 }), (steps) => runAgainstModel(steps)),
    { numRuns: 1, endOnFailure: true },
  );
}, 120_000);

async function runAgainstModel(steps: Step[]): Promise<void> {
  const { db } = database;
  const userIds = await Promise.all(Array.from({ length: memberCount }, () => makeMember(db)));
  const productId = await makeProduct(db);
  const grants: { userId: string; reference: string }[] = [];
  const machineIds: string[] = [];
  const adjusted = new Map<string, { userId: string; coinClass: 'earned' | 'bought'; coins: number }>();
  const counts = { refused: 0, broken: 0, ended: 0, lost: 0 };
  let settled = false;

  const userOf = (index: number): string => userIds[index] ?? '';
  const someOf = <Item>(items: readonly Item[], index: number): Item | undefined =>
    items[index % items.length];

  async function attempt(losses: number, run: (tx: Tx) => Promise<unknown>): Promise<void> {
    let lost = 0;
    try {
      await inTransaction(db, async (tx) => {
        await run(tx);
        if (lost < losses) {
          lost += 1;
          counts.lost += 1;
          await tx.execute(sql`do $$ begin raise exception 'lost' using errcode = '40001'; end $$`);
        }
      });
    } catch (error) {
      if (isAppError(error)) counts.refused += 1;
      // A killed connection, or a reference that was used: whether it had committed, the database will say.
      else counts.broken += 1;
    }
  }

  async function adjust(
    losses: number,
    wanted: { userId: string; coinClass: 'earned' | 'bought'; coins: number },
  ) {
    const reference = randomUUID();
    adjusted.set(reference, wanted);
    grants.push({ userId: wanted.userId, reference });
    const { userId, coins } = wanted;
    await attempt(losses, (tx) =>
      adjustWallet(tx, { userId, coins, class: wanted.coinClass, reference, actor: 'test', reason: 'model' }),
    );
  }

  async function withCharge(index: number, run: (chargeId: string) => Promise<void>): Promise<void> {
    const machineId = someOf(machineIds, index);
    if (machineId === undefined) return;
    const [found] = await db
      .select({ id: charges.id })
      .from(charges)
      .where(eq(charges.machineId, machineId))
      .catch(() => []);
    if (found !== undefined) await run(found.id);
  }

  async function runStep({ act: one, losses }: Step): Promise<void> {
    switch (one.do) {
      case 'grant':
        return await adjust(losses, {
          userId: userOf(one.member),
          coinClass: one.coinClass,
          coins: one.coins,
        });
      case 'remove':
        return await adjust(losses, {
          userId: userOf(one.member),
          coinClass: one.coinClass,
          coins: -one.coins,
        });
      case 'grantAgain': {
        const earlier = someOf(grants, one.pick);
        const what = earlier === undefined ? undefined : adjusted.get(earlier.reference);
        if (earlier === undefined || what === undefined) return;
        return await attempt(losses, (tx) =>
          adjustWallet(tx, {
            ...earlier,
            coins: what.coins,
            class: what.coinClass,
            actor: 'test',
            reason: 'again',
          }),
        );
      }
      case 'hold': {
        const machineId = randomUUID();
        const userId = userOf(one.member);
        await attempt(losses, async (tx) => {
          await makeMachine(tx, machineId, userId, productId);
          await holdCoins(tx, { userId, machineId, chargeKind: 'purchase', price: one.price, actor: 'test' });
        });
        machineIds.push(machineId);
        return;
      }
      case 'capture':
        return await withCharge(one.pick, (id) => attempt(losses, (tx) => captureCharge(tx, id, 'test')));
      case 'release':
        return await withCharge(one.pick, (id) =>
          attempt(losses, (tx) => releaseCharge(tx, id, 'test', 'model')),
        );
      case 'refund':
        return await withCharge(one.pick, (id) =>
          attempt(losses, (tx) => refundCharge(tx, id, one.coins, 'test', 'model')),
        );
    }
  }

  const queue = [...steps];
  const killing = killConnections(() => (settled ? null : queue.length));
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await runStep(next);
    }),
  );
  settled = true;
  const killed = await killing;

  // Each grant reached the books once or not at all, with exactly the coins it asked for; charges say how they ended.
  const model = createLedgerModel(userIds);
  const booked = await db.select().from(transfers);
  for (const [reference, { userId, coinClass: one, coins }] of adjusted) {
    const found = booked.filter((transfer) => transfer.reference === reference);
    expect(found.length).toBeLessThanOrEqual(1);
    if (found.length === 1) {
      expect(found[0]).toMatchObject({ amount: Math.abs(coins), class: one });
      model.adjust(userId, one, coins);
    }
  }
  for (const row of await db.select().from(charges)) {
    const charge = Charge.parse(row);
    const ends = booked.filter(
      ({ reference, kind }) => reference === charge.id && kind !== 'hold' && kind !== 'refund',
    );
    if (charge.state === 'held') expect(ends).toEqual([]);
    else expect(new Set(ends.map(({ kind }) => kind)).size).toBe(charge.price === 0 ? 0 : 1);
    if (charge.state !== 'held') counts.ended += 1;
    model.hold(charge);
    if (charge.state === 'captured') model.capture(charge);
    if (charge.state === 'released') model.release(charge);
    model.refund(charge, charge.refundedEarned + charge.refundedBought);
  }
  for (const userId of userIds) expect(await readWallet(db, userId)).toEqual(model.wallets.get(userId));
  expect(await readHouse()).toEqual(model.house);
  const held = [...model.wallets.values()]
    .flatMap((wallet) => Object.values(wallet))
    .reduce((a, b) => a + b, 0);
  expect(held + model.house.issued + model.house.sales).toBe(0);
  expect(await verifyLedger(db)).toMatchObject({ imbalanceCoins: 0, differences: [] });
  // The run was worth something: coins ran out, ends happened, transactions lost, connections died.
  expect(counts.refused).toBeGreaterThan(10);
  expect(counts.ended).toBeGreaterThan(20);
  expect(counts.lost).toBeGreaterThan(50);
  expect(killed).toBeGreaterThan(5);
}

async function readHouse(): Promise<{ issued: number; sales: number }> {
  const Row = z.object({ issued: z.int(), sales: z.int() });
  const [row] = await readRows(
    database.db,
    Row,
    sql`
      select
        (coalesce(sum(amount) filter (where to_account = 'issued'), 0) - coalesce(sum(amount) filter (where from_account = 'issued'), 0))::bigint as issued,
        (coalesce(sum(amount) filter (where to_account = 'sales'), 0) - coalesce(sum(amount) filter (where from_account = 'sales'), 0))::bigint as sales
      from transfers`,
  );
  return Row.parse(row);
}

/** One in five movements' worth of time, however fast this machine is. `left`: movements that have not begun; null = all are done. */
async function killConnections(left: () => number | null): Promise<number> {
  const admin = new pg.Client({ connectionString: database.superuserUrl });
  await admin.connect();
  let killed = 0;
  for (let last = left(), now = last; now !== null; now = left()) {
    await admin.query('select pg_sleep(0.005)');
    if (last !== null && last - now < 5) continue;
    last = now;
    const { rowCount } = await admin.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'coinslot test' and state <> 'idle' and random() < 0.2 limit 1`);
    killed += rowCount ?? 0;
  }
  await admin.end();
  return killed;
}
