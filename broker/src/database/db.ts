import { AsyncLocalStorage } from 'node:async_hooks';
import type { ExtractTablesWithRelations, SQL } from 'drizzle-orm';
import { drizzle, type NodePgDatabase, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { z } from 'zod';
import './pg-types.ts';

/** The database outside a transaction: every statement commits by itself. */
export type Db = NodePgDatabase & { $client: pg.Pool };

declare const openTransaction: unique symbol;

type DrizzleTransaction = PgTransaction<
  NodePgQueryResultHKT,
  Record<string, never>,
  ExtractTablesWithRelations<Record<string, never>>
>;

/** One open transaction. A `Db` is not one, so a function that asks for it cannot be called outside. */
export type Tx = DrizzleTransaction & {
  readonly [openTransaction]: true;
  /** Runs once, after this transaction has committed; never when it is rolled back. Must not throw. */
  afterCommit(act: () => void): void;
};

export interface OpenDbOptions {
  url: string;
  poolSize: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  /** A connection that broke; the pool replaces it. */
  onConnectionError: (error: Error) => void;
}

/** Opens a pool. Nothing is connected until the first query. `db.$client.end()` closes it. */
export function openDb(options: OpenDbOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    options: '-c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000',
  });
  pool.on('error', options.onConnectionError);
  // A connection that breaks while it is lent out tells only its own listener; without one the process would end.
  pool.on('connect', (client) => client.on('error', options.onConnectionError));
  return drizzle({ client: pool });
}

export interface TransactionOptions {
  /** How often a transaction that lost against another one is run again. */
  retries?: number;
}

const holding = new AsyncLocalStorage<{ pool: pg.Pool | null }>();

/**
 * Whether who asks is in a transaction on a connection of this pool. Whoever then waits for a second one keeps the first: as many of
 * them as the pool has connections wait for each other, and with them everybody else. Tests refuse it
 * (testing/refuse-second-connection.ts).
 */
export function holdsConnectionOf(pool: pg.Pool): boolean {
  return holding.getStore()?.pool === pool;
}

const retryDelayMs = { first: 5, most: 250 };

/**
 * Runs `act` in one READ COMMITTED transaction. A serialization failure or deadlock runs it again from the start, so `act`
 * must do nothing outside the database but through `tx.afterCommit`.
 */
export async function inTransaction<Result>(
  db: Db,
  act: (tx: Tx) => Promise<Result>,
  options?: TransactionOptions,
): Promise<Result> {
  const { result, afterCommit } = await retryLost(async () => {
    const afterCommit: (() => void)[] = [];
    return { result: await transactOnce(db, (raw) => act(asTx(raw, afterCommit))), afterCommit };
  }, options);
  for (const run of afterCommit) run();
  return result;
}

/** Runs `act`, one transaction or one statement, again when it lost against another by a deadlock or serialization failure. */
export async function retryLost<Result>(
  act: () => Promise<Result>,
  { retries = 6 }: TransactionOptions = {},
): Promise<Result> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await act();
    } catch (error) {
      if (tried >= retries || !lostAgainstAnother(error)) throw error;
      const longest = Math.min(retryDelayMs.most, retryDelayMs.first * 2 ** tried);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
    }
  }
}

/** Runs `act` behind a savepoint: when it throws, what it did (and asked to do after the commit) is undone, the rest stays. */
export async function inSavepoint<Result>(tx: Tx, act: (tx: Tx) => Promise<Result>): Promise<Result> {
  const afterCommit: (() => void)[] = [];
  const watched = watch((raw: DrizzleTransaction) => act(asTx(raw, afterCommit)));
  try {
    const result = await tx.transaction(watched.run);
    for (const run of afterCommit) tx.afterCommit(run);
    return result;
  } catch (error) {
    throw watched.failure() ?? error;
  }
}

// The connection is lent here and not by drizzle, which never gives one back whose `begin` failed: after ten killed connections
// a pool of ten was empty for ever. One on which begin, commit or rollback failed is thrown away.
async function transactOnce<Result>(
  db: Db,
  act: (raw: DrizzleTransaction) => Promise<Result>,
): Promise<Result> {
  const client = await db.$client.connect();
  const watched = watch(act);
  const held: { pool: pg.Pool | null } = { pool: db.$client };
  let usable = false;
  try {
    const result = await holding.run(held, () =>
      drizzle({ client }).transaction(watched.run, { isolationLevel: 'read committed' }),
    );
    usable = true;
    return result;
  } catch (error) {
    usable = error === watched.failure();
    throw watched.failure() ?? error;
  } finally {
    // What was begun inside and outlives it asks the pool as anybody does.
    held.pool = null;
    client.release(!usable);
  }
}

// Remembers why `act` failed: drizzle would tell of its rollback's failure instead.
function watch<Result>(act: (raw: DrizzleTransaction) => Promise<Result>) {
  let failure: Error | undefined;
  return {
    failure: () => failure,
    run: async (raw: DrizzleTransaction): Promise<Result> => {
      try {
        return await act(raw);
      } catch (error) {
        failure = error instanceof Error ? error : new Error('a transaction failed', { cause: error });
        throw failure;
      }
    },
  };
}

/** Runs raw SQL and parses every row. */
export async function readRows<Row extends z.ZodType>(
  db: Db | Tx,
  row: Row,
  query: SQL,
): Promise<z.output<Row>[]> {
  const result = await db.execute(query);
  return result.rows.map((found) => row.parse(found));
}

/** A statement that each connection parses and plans once. The name belongs to this text alone. */
export interface NamedStatement {
  name: string;
  text: string;
}

/** Runs a named statement by itself (it commits by itself) and parses every row: three times as fast as one that is parsed each time. */
export async function readNamed<Row extends z.ZodType>(
  db: Db,
  row: Row,
  statement: NamedStatement,
  values: unknown[],
): Promise<z.output<Row>[]> {
  const result = await db.$client.query<Record<string, unknown>>({ ...statement, values });
  return result.rows.map((found) => row.parse(found));
}

/** The SQLSTATE of an error of Postgres, however deep it is wrapped. */
export function sqlStateOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) return at.code;
  }
  return undefined;
}

/** The constraint that refused a statement, however deep its error is wrapped. */
export function constraintOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('constraint' in at && typeof at.constraint === 'string') return at.constraint;
  }
  return undefined;
}

function asTx(raw: DrizzleTransaction, afterCommit: (() => void)[]): Tx {
  return Object.assign(raw, { afterCommit: (act: () => void) => void afterCommit.push(act) }) as Tx;
}

const serializationFailure = '40001';
const deadlockDetected = '40P01';

function lostAgainstAnother(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === serializationFailure || state === deadlockDetected;
}
