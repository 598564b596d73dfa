import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inSavepoint, inTransaction, openDb, readRows } from './db.ts';
import { PgTimestamp } from './pg-types.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

test('a serialization failure runs the transaction again, and what waits for the commit runs once', async () => {
  let tries = 0;
  let committed = 0;
  await inTransaction(database.db, async (tx) => {
    tx.afterCommit(() => (committed += 1));
    tries += 1;
    if (tries < 3) await tx.execute(sql`do $$ begin raise exception 'lost' using errcode = '40001'; end $$`);
  });
  expect({ tries, committed }).toEqual({ tries: 3, committed: 1 });
});

test('a savepoint that fails undoes its own effects and promises only', async () => {
  const ran: string[] = [];
  await inTransaction(database.db, async (tx) => {
    await tx.execute(sql`insert into users (name, email) values ('kept', 'kept@example.org')`);
    tx.afterCommit(() => ran.push('kept'));
    const undone = inSavepoint(tx, async (inner) => {
      await inner.execute(sql`insert into users (name, email) values ('undone', 'undone@example.org')`);
      inner.afterCommit(() => ran.push('undone'));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
  });
  const Row = z.object({ name: z.string(), created_at: PgTimestamp, n: z.int() });
  const rows = await readRows(database.db, Row, sql`select name, created_at, 7::bigint as n from users`);
  expect(rows.map((row) => row.name)).toEqual(['kept']);
  expect(Math.abs(Date.now() - (rows[0]?.created_at.getTime() ?? 0))).toBeLessThan(60_000);
  expect(ran).toEqual(['kept']);
});

test('a connection killed before, in or after a transaction is given back, and the error is the first one', async () => {
  const db = openDb({
    url: database.url,
    poolSize: 1,
    applicationName: 'coinslot test',
    onConnectionError: () => undefined,
  });
  try {
    const killed = inTransaction(db, (tx) => tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`));
    await expect(killed).rejects.toThrow();
    const refused = inTransaction(db, async (tx) => {
      await killOthers();
      await tx.execute(sql`select 1`).catch(() => undefined);
      throw new Error('the reason');
    });
    await expect(refused).rejects.toThrow('the reason');
    expect(await inTransaction(db, async () => 'alive')).toBe('alive');
  } finally {
    await db.$client.end();
  }
});

test('a transaction does not ask its pool for a second connection', async () => {
  const nested = inTransaction(database.db, () => database.db.execute(sql`select 1`));
  await expect(nested).rejects.toMatchObject({
    cause: { message: expect.stringContaining('second connection') },
  });
  let later: Promise<unknown> | undefined;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  await inTransaction(database.db, async () => {
    later = ended.then(() => database.db.execute(sql`select 1`));
  });
  end();
  await expect(later).resolves.toMatchObject({ rowCount: 1 });
});

async function killOthers(): Promise<void> {
  await database.db.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
}
