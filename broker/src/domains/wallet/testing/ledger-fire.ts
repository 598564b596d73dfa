import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { type Db, inTransaction, type Tx } from '../../../database/db.ts';
import { isAppError } from '../../../http/errors.ts';
import { adjustWallet } from '../adjust-wallet.ts';
import { captureCharge, releaseCharge } from '../end-hold.ts';
import { holdCoins } from '../hold-coins.ts';
import { refundCharge } from '../refund-charge.ts';
import { charges } from '../tables.ts';
import { type Adjustment, compareWithModel, readHouse } from './compare-with-model.ts';
import { drawMovements, memberCount, type Step } from './ledger-movements.ts';
import { makeMachine, makeMember, makeProduct } from './shop-fixture.ts';

export interface FireDatabase {
  db: Db;
  /** Who may end other connections. */
  superuserUrl: string;
  /** By which the connections of `db` are known. */
  applicationName: string;
}

/** What happened in the fire: without it, nothing would have been tried. */
export interface FireCounts {
  movements: number;
  /** Movements that the wallet or the charge did not allow. */
  refused: number;
  /** Movements whose transaction broke; whether it had committed, the database says. */
  broken: number;
  /** Charges that were captured or released. */
  ended: number;
  /** Transactions that were told to have lost against another one. */
  lost: number;
  /** Connections that were ended from outside. */
  killed: number;
  ms: number;
}

/**
 * Moves coins by many clients at once, with transactions that lose and connections that are ended, and compares wallets, charges
 * and the house with a model that knows no database.
 *
 * @throws AssertionError when the books differ from the model
 */
export async function setLedgerOnFire(
  database: FireDatabase,
  { seed, movements, clients }: { seed: number; movements: number; clients: number },
): Promise<FireCounts> {
  const { db } = database;
  const begun = performance.now();
  const houseBefore = await readHouse(db);
  const userIds = await Promise.all(Array.from({ length: memberCount }, () => makeMember(db)));
  const productId = await makeProduct(db);
  const grants: { userId: string; reference: string }[] = [];
  const machineIds: string[] = [];
  const adjusted = new Map<string, Adjustment>();
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

  async function adjust(losses: number, wanted: Adjustment) {
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

  const queue = drawMovements(seed, movements);
  const killing = killConnections(database, () => (settled ? null : queue.length));
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await runStep(next);
    }),
  );
  settled = true;
  const killed = await killing;

  await compareWithModel(db, { userIds, adjusted, houseBefore, counts });
  return { movements, ...counts, killed, ms: Math.round(performance.now() - begun) };
}

/** One in five movements' worth of time, however fast this machine is. `left`: movements that have not begun; null = all are done. */
async function killConnections(
  { superuserUrl, applicationName }: FireDatabase,
  left: () => number | null,
): Promise<number> {
  const admin = new pg.Client({ connectionString: superuserUrl });
  await admin.connect();
  let killed = 0;
  for (let last = left(), now = last; now !== null; now = left()) {
    await admin.query('select pg_sleep(0.005)');
    if (last !== null && last - now < 5) continue;
    last = now;
    const { rowCount } = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = $1 and state <> 'idle' and random() < 0.2 limit 1`,
      [applicationName],
    );
    killed += rowCount ?? 0;
  }
  await admin.end();
  return killed;
}
