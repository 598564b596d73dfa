import { stat } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';
import { plainMessage } from '../observability/describe-error.ts';
import type { Secrets } from '../secrets/open-secrets.ts';
import { backupFileName } from './backup-files.ts';
import { type WrittenBackup, writeBackup } from './write-backup.ts';

export interface TakeBackupOptions {
  askedBy: string;
  recipients: readonly string[];
  /** Default: one named after the time, in the configured folder. */
  file?: string;
  /** What is already there is overwritten. */
  force?: boolean;
  withoutBulk: boolean;
}

/**
 * Takes a backup now and notes in the database how it went. Throws when it failed, with the note written, and without one where the file
 * that was named is there already: it may be the only good one.
 */
export async function takeBackup(
  {
    db,
    config,
    databaseUrl,
    secrets,
  }: Pick<BrokerContext, 'db' | 'config' | 'databaseUrl'> & { secrets: Secrets },
  { askedBy, recipients, file, force = false, withoutBulk }: TakeBackupOptions,
): Promise<WrittenBackup> {
  if (recipients.length === 0) {
    throw new Error(
      'A backup is encrypted for somebody: make a key with "coinslot operator backup make-key", and set BROKER_BACKUP_RECIPIENTS to its public half (age1…), or give --recipient.',
    );
  }
  if (file !== undefined && !force) await refuseTaken(file);
  const target = path.resolve(file ?? path.join(config.backups.folder, backupFileName(new Date())));
  const [note] = await readRows(
    db,
    z.object({ id: z.int() }),
    sql`insert into backups (asked_by, file) values (${askedBy}, ${target}) returning id`,
  );
  const id = note?.id ?? 0;
  try {
    const written = await writeBackup({
      databaseUrl,
      dataDir: config.dataDir,
      secretKeyIds: secrets.keyIds,
      recipients,
      file: target,
      withoutBulk,
    });
    await db.execute(sql`
      update backups set finished_at = now(), bytes = ${written.bytes}, table_rows = ${written.rows}, sha256 = ${written.sha256}
      where id = ${id}`);
    return written;
  } catch (error) {
    await db.execute(sql`
      update backups set finished_at = now(), failure = ${plainMessage(error).slice(0, 500)} where id = ${id}`);
    throw error;
  }
}

async function refuseTaken(file: string): Promise<void> {
  const isTaken = await stat(file).then(
    () => true,
    () => false,
  );
  if (isTaken) throw new Error(`${file} is there already. Name another file, or give --force to replace it.`);
}
