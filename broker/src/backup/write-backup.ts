import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import '../database/pg-types.ts';
import { type ArchiveWriter, writeArchive } from './archive.ts';
import {
  type BackupContents,
  type BackupHead,
  bulkyTables,
  entryNames,
  secretFiles,
} from './backup-contents.ts';
import { quoteName, readMigrations, readSequences, readTables, type Table } from './read-catalogue.ts';

export interface WriteBackupOptions {
  databaseUrl: string;
  /** Whose generated secrets go along. */
  dataDir: string;
  secretKeyIds: string[];
  /** Who can open it (`age1…`); at least one. */
  recipients: readonly string[];
  /** Appears whole, or not at all. */
  file: string;
  /** Without logs, health and evidence. */
  withoutBulk?: boolean;
  signal?: AbortSignal;
}

export interface WrittenBackup {
  file: string;
  bytes: number;
  rows: number;
  /** Of the encrypted file. */
  sha256: string;
}

/** Backs the whole database up as it is at one moment; nobody who works with it waits. */
export async function writeBackup(options: WriteBackupOptions): Promise<WrittenBackup> {
  await mkdir(path.dirname(options.file), { recursive: true, mode: 0o700 });
  const part = `${options.file}.part`;
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'coinslot backup',
    connectionTimeoutMillis: 10_000,
    options:
      '-c timezone=UTC -c datestyle=ISO -c statement_timeout=0 -c idle_in_transaction_session_timeout=0',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const hash = createHash('sha256');
    let rows = 0;
    const archive = writeArchive(async (writer) => {
      rows = await writeEntries(client, writer, options);
    });
    const age = new Encrypter();
    for (const recipient of options.recipients) age.addRecipient(recipient);
    const compressed = archive.pipe(createZstdCompress());
    archive.on('error', (error) => compressed.destroy(error));
    const encrypted = await age.encrypt(Readable.toWeb(compressed) as ReadableStream<Uint8Array>);
    await pipeline(
      encrypted,
      async function* noteHash(chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part, { mode: 0o600 }),
      { signal: options.signal },
    );
    await syncFile(part);
    await rename(part, options.file);
    const { size } = await stat(options.file);
    return { file: options.file, bytes: size, rows, sha256: hash.digest('hex') };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/** All entries in their order. Answers the number of rows. */
async function writeEntries(
  client: pg.Client,
  writer: ArchiveWriter,
  { dataDir, secretKeyIds, withoutBulk = false }: WriteBackupOptions,
): Promise<number> {
  const tables = await readTables(client);
  const leftOut: readonly string[] = withoutBulk ? bulkyTables : [];
  const [now] = z.array(z.object({ takenAt: z.string(), brokerId: z.string() })).parse(
    (
      await client.query(`
          select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "takenAt", broker_id as "brokerId"
          from installation`)
    ).rows,
  );
  if (now === undefined) throw new Error('The database has no installation row. It is not one of Coinslot.');
  const migrations = await readMigrations(client);
  await writer.json(entryNames.head, {
    format: 1,
    ...now,
    migrations,
    secretKeyIds,
    tables,
    leftOut: [...leftOut],
  } satisfies BackupHead);
  for (const name of secretFiles) {
    const secret = await readFile(path.join(dataDir, 'secrets', name)).catch(() => undefined);
    if (secret !== undefined) await writer.entry(`${entryNames.secretsFolder}${name}`, secret);
  }
  const written: BackupContents['tables'] = [];
  for (const table of tables) {
    if (!leftOut.includes(table.name)) written.push(await writeTable(client, writer, table));
  }
  await writer.json(entryNames.contents, {
    tables: written,
    sequences: await readSequences(client),
  } satisfies BackupContents);
  return written.reduce((sum, { rows }) => sum + rows, 0);
}

// A tar entry says its size before its bytes: a table is cut into pieces of this many.
const pieceBytes = 1_048_576;

async function writeTable(
  client: pg.Client,
  writer: ArchiveWriter,
  table: Table,
): Promise<BackupContents['tables'][number]> {
  const columns = table.columns.map(quoteName).join(', ');
  const rows = client.query(copyTo(`copy public.${quoteName(table.name)} (${columns}) to stdout`));
  const hash = createHash('sha256');
  let bytes = 0;
  let pieces = 0;
  let piece: Buffer[] = [];
  let inPiece = 0;

  async function writePiece(): Promise<void> {
    pieces += 1;
    const name = `${entryNames.tablesFolder}${table.name}/${String(pieces).padStart(6, '0')}.copy`;
    await writer.entry(name, Buffer.concat(piece));
    piece = [];
    inPiece = 0;
  }

  for await (const chunk of rows as AsyncIterable<Buffer>) {
    hash.update(chunk);
    piece.push(chunk);
    bytes += chunk.length;
    inPiece += chunk.length;
    if (inPiece >= pieceBytes) await writePiece();
  }
  if (inPiece > 0) await writePiece();
  return { name: table.name, rows: rows.rowCount, bytes, sha256: hash.digest('hex') };
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}
