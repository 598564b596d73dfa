import pg from 'pg';
import { z } from 'zod';
import '../database/pg-types.ts';
import type { BrokerContext } from '../context.ts';
import { deleteOldBackups } from './backup-files.ts';
import { takeBackup } from './take-backup.ts';

// Any number of ours: of several brokers one takes the backup.
const scheduleLock = 727_003;
const hourMs = 3_600_000;

/** Takes a backup when one is due, and deletes old ones. Does nothing while nobody is named who could open it. */
export async function backUpBySchedule(ctx: BrokerContext): Promise<void> {
  const { recipients, folder, retentionDays, withBulk } = ctx.config.backups;
  if (recipients.length === 0 || !(await isDue(ctx.db.$client, ctx.config.backups.intervalMs))) return;
  const client = new pg.Client({
    connectionString: ctx.databaseUrl,
    application_name: 'coinslot backup schedule',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as mine', [scheduleLock]);
    if (z.array(z.object({ mine: z.boolean() })).parse(rows)[0]?.mine !== true) return;
    // Another broker may have taken it since we looked.
    if (!(await isDue(client, ctx.config.backups.intervalMs))) return;
    const written = await takeBackup(ctx, { askedBy: 'schedule', recipients, withoutBulk: !withBulk });
    const { file, bytes, rows: tableRows, sha256 } = written;
    const deleted = await deleteOldBackups(folder, retentionDays);
    ctx.log.info({ file, bytes, tableRows, sha256, deleted }, 'a backup was taken');
  } finally {
    await client.end();
  }
}

/** Long enough after the newest good one, and not just after one that failed. */
async function isDue(client: pg.Pool | pg.Client, intervalMs: number): Promise<boolean> {
  const pauseMs = Math.min(intervalMs / 10, hourMs);
  const { rows } = await client.query(
    `select not exists (
       select 1 from backups
       where (bytes is not null and started_at > now() - make_interval(secs => $1))
         or started_at > now() - make_interval(secs => $2)
     ) as due`,
    [intervalMs / 1000, pauseMs / 1000],
  );
  return z.array(z.object({ due: z.boolean() })).parse(rows)[0]?.due === true;
}
