import path from 'node:path';
import { z } from 'zod';
import { isRecipient } from './backup/backup-keys.ts';
import { commaList, count, duration } from './config-values.ts';

const dayMs = 24 * 60 * 60_000;

/** The settings of backups, by the names of their environment variables: a part of BrokerEnvironment. */
export const backupsEnvironment = {
  BROKER_BACKUP_RECIPIENTS: commaList(
    z
      .string()
      .refine(
        isRecipient,
        'must be public halves of keys (age1…), as `coinslot operator backup make-key` prints them',
      ),
  ),
  BROKER_BACKUP_FOLDER: z.string().min(1).optional(),
  BROKER_BACKUP_INTERVAL_MS: duration(dayMs, 60_000),
  BROKER_BACKUP_RETENTION_DAYS: count(14, 1),
  BROKER_BACKUP_BULK: z.stringbool().default(true),
};

const Environment = z.object({ ...backupsEnvironment, COINSLOT_DATA_DIR: z.string() });

/** When backups are taken, for whom, and where they lie. */
export function toBackupsConfig(env: z.infer<typeof Environment>) {
  return {
    recipients: env.BROKER_BACKUP_RECIPIENTS,
    folder: path.resolve(env.BROKER_BACKUP_FOLDER ?? path.join(env.COINSLOT_DATA_DIR, 'backups')),
    intervalMs: env.BROKER_BACKUP_INTERVAL_MS,
    retentionDays: env.BROKER_BACKUP_RETENTION_DAYS,
    withBulk: env.BROKER_BACKUP_BULK,
  };
}
