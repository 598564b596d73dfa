import { is, sql, Table } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import * as accounts from '../domains/accounts/index.ts';
import * as apiKeys from '../domains/api-keys/index.ts';
import * as audit from '../domains/audit/index.ts';
import * as catalog from '../domains/catalog/index.ts';
import * as fleet from '../domains/fleet/index.ts';
import * as labs from '../domains/labs/index.ts';
import * as leases from '../domains/leases/index.ts';
import * as machines from '../domains/machines/index.ts';
import * as queue from '../domains/queue/index.ts';
import * as roles from '../domains/roles/index.ts';
import * as settings from '../domains/settings/index.ts';
import * as wallet from '../domains/wallet/index.ts';
import { readRows } from './db.ts';
import { describeSchema, readSchemaFile } from './dump-schema.ts';
import { migrateDatabase } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

test('schema.sql is what the migrations make (rewrite it: npm run coinslot -- db dump-schema)', async () => {
  expect(await describeSchema(database.db)).toBe(await readSchemaFile());
});

test('the tables in code have the columns of the database, with the same types and the same nulls', async () => {
  const tables = [
    accounts,
    apiKeys,
    audit,
    catalog,
    fleet,
    labs,
    leases,
    machines,
    queue,
    roles,
    settings,
    wallet,
  ]
    .flatMap((domain): unknown[] => Object.values(domain))
    .filter((exported): exported is PgTable => is(exported, Table));
  expect(tables.length).toBeGreaterThan(15);
  const real = await readColumns();
  for (const table of tables) {
    const { name, columns } = getTableConfig(table);
    const ours = columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().replace('timestamp with time zone', 'timestamptz'),
      notNull: column.notNull || column.primary,
    }));
    expect({ name, columns: ours.sort(byName) }).toEqual({ name, columns: real.get(name) });
  }
});

test('whatever hangs on a machine is forgotten with a canary; a charge never hangs on one', async () => {
  const hanging = await readRows(
    database.db,
    z.object({ name: z.string() }),
    sql`
      select distinct c.relname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.contype = 'f' and k.confrelid = 'machines'::regclass and k.confdeltype = 'a'`,
  );
  const [forget] = await readRows(
    database.db,
    z.object({ source: z.string() }),
    sql`select prosrc as source from pg_proc where proname = 'forget_canaries'`,
  );
  expect(hanging.length).toBeGreaterThan(10);
  const kept = hanging.filter(({ name }) => forget?.source.includes(`delete from ${name} `) !== true);
  expect(kept).toEqual([{ name: 'charges' }]);
});

test('four migrators at once migrate once, and a database from the future is refused', async () => {
  await Promise.all(Array.from({ length: 4 }, () => migrateDatabase(database.url)));
  const count = z.object({ n: z.int() });
  const applied = await readRows(
    database.db,
    count,
    sql`select count(*) as n from drizzle.__drizzle_migrations`,
  );
  await database.db.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`,
  );
  expect(applied[0]?.n).toBeGreaterThan(4);
  await expect(migrateDatabase(database.url)).rejects.toThrow(/newer than this broker/);
});

test('a database whose migrations were others is refused', async () => {
  await database.db.execute(sql`update drizzle.__drizzle_migrations set hash = 'other' where id = 1`);
  await expect(migrateDatabase(database.url)).rejects.toThrow(/differ from those of this broker/);
});

interface RealColumn {
  name: string;
  type: string;
  notNull: boolean;
}

const byName = (a: RealColumn, b: RealColumn) => (a.name < b.name ? -1 : 1);

async function readColumns(): Promise<Map<string, RealColumn[]>> {
  const rows = await readRows(
    database.db,
    z.object({ table: z.string(), name: z.string(), type: z.string(), notNull: z.boolean() }),
    sql`
      select c.relname as "table", a.attname as name, a.attnotnull as "notNull",
        replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz') as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  );
  const byTable = Map.groupBy(rows, ({ table }) => table);
  return new Map(
    [...byTable].map(([table, columns]) => [
      table,
      columns.map(({ name, type, notNull }) => ({ name, type, notNull })).sort(byName),
    ]),
  );
}
