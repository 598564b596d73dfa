import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import type { BackupContents, BackupHead } from './backup-contents.ts';
import { quoteName, readTables } from './read-catalogue.ts';

export interface TableLoader {
  rows(table: string, bytes: Buffer): Promise<void>;
  /** Ends the last table, makes the keys between tables anew (which checks them), sets the sequences. */
  finish(contents: BackupContents): Promise<void>;
}

const ForeignKey = z.object({ table: z.string(), name: z.string(), definition: z.string() });

/**
 * Loads rows into the freshly made schema, as they were: no trigger runs (a transfer must not move coins a second time), and the
 * keys between tables, which would ask for an order, are made again at the end.
 */
export async function startLoading(client: pg.ClientBase, head: BackupHead): Promise<TableLoader> {
  const tables = await readTables(client);
  const keys = await dropForeignKeys(client);
  for (const { name } of tables)
    await client.query(`alter table public.${quoteName(name)} disable trigger user`);
  await emptyTables(client, tables);
  let loading: { table: string; copy: CopyStreamQuery; ended: Promise<void> } | undefined;

  function begin(table: string): NonNullable<typeof loading> {
    const columns = head.tables.find(({ name }) => name === table)?.columns;
    if (columns === undefined) throw new Error(`The backup does not say which columns ${table} has.`);
    const copy = client.query(
      copyFrom(`copy public.${quoteName(table)} (${columns.map(quoteName).join(', ')}) from stdin`),
    );
    const ended = finished(copy);
    ended.catch(() => undefined);
    return { table, copy, ended };
  }

  async function end(): Promise<void> {
    if (loading === undefined) return;
    const { copy, ended } = loading;
    loading = undefined;
    copy.end();
    await ended;
  }

  return {
    async rows(table, bytes) {
      if (loading?.table !== table) {
        await end();
        loading = begin(table);
      }
      const { copy, ended } = loading;
      if (!copy.write(bytes)) await Promise.race([once(copy, 'drain'), ended]);
    },
    async finish({ sequences }) {
      await end();
      for (const { table, name, definition } of keys) {
        await client.query(
          `alter table public.${quoteName(table)} add constraint ${quoteName(name)} ${definition}`,
        );
      }
      for (const { name } of tables)
        await client.query(`alter table public.${quoteName(name)} enable trigger user`);
      for (const { name, lastValue } of sequences)
        await client.query('select setval($1::regclass, $2)', [`public.${quoteName(name)}`, lastValue]);
    },
  };
}

async function dropForeignKeys(client: pg.ClientBase): Promise<z.infer<typeof ForeignKey>[]> {
  const { rows } = await client.query(`
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.relnamespace = 'public'::regnamespace
    order by c.relname, k.conname
  `);
  const keys = z.array(ForeignKey).parse(rows);
  for (const { table, name } of keys)
    await client.query(`alter table public.${quoteName(table)} drop constraint ${quoteName(name)}`);
  return keys;
}

// What migrations put there (roles, settings, moves of states) comes with the backup.
async function emptyTables(client: pg.ClientBase, tables: { name: string }[]): Promise<void> {
  for (const { name } of tables) {
    const found = await client.query(`select 1 from public.${quoteName(name)} limit 1`);
    if (found.rowCount !== 0) await client.query(`delete from public.${quoteName(name)}`);
  }
}
