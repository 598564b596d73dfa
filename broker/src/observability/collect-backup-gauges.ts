import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';

/** Fills the gauges of backups. */
export async function collectBackupGauges({
  db,
  metrics,
  config,
}: Pick<BrokerContext, 'db' | 'metrics' | 'config'>): Promise<void> {
  const { recipients, intervalMs } = config.backups;
  const [newest] = await readRows(
    db,
    z.object({ at: z.number(), seconds: z.number(), bytes: z.int() }),
    sql`
      select extract(epoch from started_at)::float8 as at, extract(epoch from finished_at - started_at)::float8 as seconds, bytes
      from backups where bytes is not null order by started_at desc limit 1`,
  );
  metrics.backupLastSuccess.set(newest?.at ?? 0);
  metrics.backupBytes.set(newest?.bytes ?? 0);
  metrics.backupSeconds.set(newest?.seconds ?? 0);
  metrics.backupInterval.set(recipients.length === 0 ? 0 : intervalMs / 1000);
}
