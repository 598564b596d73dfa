import path from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type pg from 'pg';
import type { BackupHead } from './backup-contents.ts';

const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations');

export interface SchemaMaker {
  /** The tables as they were when the backup was taken. */
  makeAsItWas(client: pg.ClientBase): Promise<void>;
  /** What this version changed since then. */
  bringUpToDate(client: pg.ClientBase): Promise<void>;
}

/**
 * Makes the schema in the restore's own transaction, so that a restore that fails leaves the database as empty as it was.
 *
 * @throws a sentence when the backup was made by a later version, or by other migrations
 */
export function planSchema(head: BackupHead): SchemaMaker {
  const ours = readMigrationFiles({ migrationsFolder });
  for (const [index, { hash, createdAt }] of head.migrations.entries()) {
    if (ours[index]?.hash === hash) continue;
    const newest = ours.at(-1)?.folderMillis ?? 0;
    throw new Error(
      createdAt > newest
        ? 'This backup was made by a later version of Coinslot. Restore it with that version or a newer one.'
        : 'This backup was made by a Coinslot with other migrations than this one. Restore it with the version that made it.',
    );
  }
  const then = head.migrations.length;

  async function apply(client: pg.ClientBase, migrations: typeof ours): Promise<void> {
    for (const { sql, hash, folderMillis } of migrations) {
      for (const statement of sql) await client.query(statement);
      await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
        hash,
        folderMillis,
      ]);
    }
  }

  return {
    async makeAsItWas(client) {
      // As drizzle makes it.
      await client.query('create schema if not exists drizzle');
      await client.query(`
        create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)
      `);
      await apply(client, ours.slice(0, then));
    },
    bringUpToDate: (client) => apply(client, ours.slice(then)),
  };
}
