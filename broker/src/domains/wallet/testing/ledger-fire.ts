import pg from 'pg';
import type { Db } from '../../../database/db.ts';
import { compareWithModel, readHouse } from './compare-with-model.ts';
import { drawMovements, memberCount } from './ledger-movements.ts';
import { createMover } from './ledger-mover.ts';
import { makeMember, makeProduct } from './shop-fixture.ts';

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
  const { runStep, adjusted, counts } = createMover(db, { userIds, productId });
  let settled = false;
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
