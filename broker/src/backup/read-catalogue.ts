import type pg from 'pg';
import { z } from 'zod';

export interface Table {
  name: string;
  /** All but the generated ones, in their order. */
  columns: string[];
}

/** Every table of ours, by name, as this transaction sees them. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    group by c.relname order by c.relname collate "C"
  `);
  return z.array(z.object({ name: z.string(), columns: z.array(z.string()) })).parse(rows);
}

/** Where the sequences stand. They are in no snapshot: read after the tables, they are never behind a row. */
export async function readSequences(client: pg.ClientBase): Promise<{ name: string; lastValue: number }[]> {
  const { rows } = await client.query(`
    select sequencename as name, last_value as "lastValue" from pg_sequences
    where schemaname = 'public' and last_value is not null order by sequencename
  `);
  return z.array(z.object({ name: z.string(), lastValue: z.int() })).parse(rows);
}

/** The migrations that were applied, in their order. */
export async function readMigrations(client: pg.ClientBase): Promise<{ hash: string; createdAt: number }[]> {
  const { rows } = await client.query(
    'select hash, created_at as "createdAt" from drizzle.__drizzle_migrations order by created_at',
  );
  return z.array(z.object({ hash: z.string(), createdAt: z.number() })).parse(rows);
}

/** A name as an identifier in SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
