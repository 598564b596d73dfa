import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { migrationLock } from '../database/migrate.ts';
import '../database/pg-types.ts';
import { secretKeyId } from '../secrets/secret-box.ts';
import type { BackupContents, BackupHead } from './backup-contents.ts';
import { layPastToRest } from './lay-past-to-rest.ts';
import { startLoading, type TableLoader } from './load-tables.ts';
import { planSchema, type SchemaMaker } from './make-schema.ts';
import { openBackup } from './open-backup.ts';

export interface RestoreOptions {
  file: string;
  identities: readonly string[];
  /** An empty database, owned by this role. */
  databaseUrl: string;
  /** Where the generated secrets go. */
  dataDir: string;
  /** The configured keys; empty = those of the data folder. */
  secretKeys: readonly Buffer[];
  keepAccess: boolean;
}

export interface RestoredBackup {
  takenAt: string;
  rows: number;
  leftOut: string[];
}

/**
 * Fills an empty database from a backup, in one transaction: it is there whole, or the database is as empty as before. Afterwards
 * nothing acts on what was true when the backup was taken.
 *
 * @throws a sentence when the database is not empty, the backup is broken, newer, or for another key
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoredBackup> {
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'coinslot restore',
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC -c statement_timeout=0 -c idle_in_transaction_session_timeout=0',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin');
    // A broker that is started on this database meanwhile waits, and finds it restored.
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await refuseUsed(client);
    const restored = await fill(client, options);
    await client.query('commit');
    return restored;
  } finally {
    // Without a commit this is what undoes everything, in the middle of a COPY too.
    await client.end().catch(() => undefined);
  }
}

async function fill(client: pg.Client, options: RestoreOptions): Promise<RestoredBackup> {
  const { file, identities, keepAccess } = options;
  const secrets = new Map<string, string>();
  let told: BackupHead | undefined;
  let schema: SchemaMaker | undefined;
  let loader: TableLoader | undefined;
  let rows = 0;
  await openBackup(file, identities, {
    async head(head) {
      told = head;
      schema = planSchema(head);
      await schema.makeAsItWas(client);
      loader = await startLoading(client, head);
    },
    secret: async (name, text) => void secrets.set(name, text),
    rows: async (table, bytes) => await loader?.rows(table, bytes),
    async contents(contents: BackupContents) {
      await loader?.finish(contents);
      await schema?.bringUpToDate(client);
      rows = contents.tables.reduce((sum, table) => sum + table.rows, 0);
    },
  });
  if (told === undefined) throw new Error(`${file} is empty.`);
  await layPastToRest(client, { keepAccess });
  await keepSecrets(options, told, secrets);
  return { takenAt: told.takenAt, rows, leftOut: told.leftOut };
}

async function refuseUsed(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query(`
    select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'drizzle') and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    limit 1
  `);
  if (rowCount === 0) return;
  throw new Error(
    'The database is not empty. A backup is restored into an empty one only: make a new database for DATABASE_URL, or set COINSLOT_DATA_DIR to a new folder.',
  );
}

/** Puts the generated secrets where the broker looks for them. Refuses what would leave stored secrets unreadable. */
async function keepSecrets(
  { dataDir, secretKeys }: RestoreOptions,
  { secretKeyIds }: BackupHead,
  secrets: ReadonlyMap<string, string>,
): Promise<void> {
  const folder = path.join(dataDir, 'secrets');
  const configured = secretKeys.length > 0;
  const key = secrets.get('secret-key');
  const known = configured ? secretKeys : key === undefined ? [] : [Buffer.from(key.trim(), 'base64')];
  if (!secretKeyIds.every((id) => known.some((one) => secretKeyId(one) === id))) {
    throw new Error(
      'What is stored encrypted (seats’ passwords, second factors) was encrypted with a key that is not here. Set COINSLOT_SECRET_KEY to the keys that the broker had, and restore again.',
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of secrets) {
    if (name === 'secret-key' && configured) continue;
    const file = path.join(folder, path.basename(name));
    const there = await readFile(file, 'utf8').catch(() => undefined);
    if (there !== undefined && there.trim() !== text.trim())
      throw new Error(`${file} is another one than in the backup. Move it away, and restore again.`);
    if (there === undefined) await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  }
}
