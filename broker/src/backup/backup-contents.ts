import { z } from 'zod';

/**
 * A backup is a tar archive, compressed by zstd, encrypted by age: `age -d | zstd -d | tar x` opens it without Coinslot. Its
 * entries stand in this order: `backup.json` (BackupHead), `secrets/*`, `tables/<name>/<n>.copy` (Postgres' COPY text, cut into
 * pieces at any byte), `contents.json` (BackupContents, which only a whole backup has).
 */
export const entryNames = {
  head: 'backup.json',
  contents: 'contents.json',
  secretsFolder: 'secrets/',
  tablesFolder: 'tables/',
} as const;

const Migration = z.object({ hash: z.string(), createdAt: z.number() });

/** What is known before the first row: whether this program can restore it at all. */
export const BackupHead = z.object({
  format: z.literal(1, 'was made by a later version of Coinslot: restore it with that version'),
  /** Of the database that was backed up, by its clock. */
  takenAt: z.iso.datetime(),
  brokerId: z.uuid(),
  /** In the order in which they were applied. */
  migrations: z.array(Migration).min(1),
  /** The ids of the keys that encrypted what is stored encrypted, newest first. Not the keys. */
  secretKeyIds: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })),
  /** Tables whose rows were left out on purpose. */
  leftOut: z.array(z.string()),
});
export type BackupHead = z.infer<typeof BackupHead>;

/** What must have been read when a backup is whole. */
export const BackupContents = z.object({
  tables: z.array(
    z.object({ name: z.string(), rows: z.int().min(0), bytes: z.int().min(0), sha256: z.string() }),
  ),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.int() })),
});
export type BackupContents = z.infer<typeof BackupContents>;

/** Large, and nothing that is owed depends on them: left out when asked. */
export const bulkyTables = ['evidence', 'machine_health', 'machine_logs'] as const;

/** The generated secrets of the data folder that go along, because without them what is stored encrypted cannot be read. */
export const secretFiles = ['secret-key', 'auth-secret'] as const;
