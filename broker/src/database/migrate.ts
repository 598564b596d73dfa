import path from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { z } from 'zod';
import './pg-types.ts';

const migrationsFolder = path.resolve(import.meta.dirname, '../../migrations');
/** Any number of ours: brokers that start at once migrate one after the other, and none while a backup is restored. */
export const migrationLock = 727_001;

/** Brings the database to this broker's schema. Refuses, by a sentence, one that is newer or was made otherwise. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await refuseStrangeSchema(client);
    await migrate(drizzle({ client }), { migrationsFolder });
  } finally {
    await client.end();
  }
}

const Applied = z.object({ hash: z.string(), created_at: z.coerce.number() });

/** Whether every migration of this broker, and none beside, was applied. */
export async function isMigrated(client: {
  query: (sql: string) => Promise<{ rows: unknown[] }>;
}): Promise<boolean> {
  const applied = await readApplied(client);
  const ours = readMigrationFiles({ migrationsFolder });
  return ours.length === applied.length && ours.every((one) => applied.some(({ hash }) => hash === one.hash));
}

async function refuseStrangeSchema(client: pg.Client): Promise<void> {
  const ours = readMigrationFiles({ migrationsFolder });
  const newest = Math.max(...ours.map((one) => one.folderMillis));
  for (const { hash, created_at } of await readApplied(client)) {
    if (created_at > newest) {
      throw new Error(
        'The database is newer than this broker: a later version of Coinslot has migrated it. Start that version or a newer one.',
      );
    }
    const same = ours.find((one) => one.folderMillis === created_at);
    if (same?.hash !== hash) {
      throw new Error(
        'The database was made by migrations that differ from those of this broker. Start the version that made it, or use another (empty) database.',
      );
    }
  }
}

async function readApplied(client: {
  query: (sql: string) => Promise<{ rows: unknown[] }>;
}): Promise<z.infer<typeof Applied>[]> {
  const { rows } = await client.query(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as known`,
  );
  if (!z.array(z.object({ known: z.boolean() })).parse(rows)[0]?.known) return [];
  const applied = await client.query(
    'select hash, created_at from drizzle.__drizzle_migrations order by created_at',
  );
  return z.array(Applied).parse(applied.rows);
}
