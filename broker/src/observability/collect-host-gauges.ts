import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import os from 'node:os';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';

/** Fills what this host tells of itself. Needs no database. */
export async function collectHostGauges({
  metrics,
  config,
}: Pick<BrokerContext, 'metrics' | 'config'>): Promise<void> {
  const times = os.cpus().map((cpu) => cpu.times);
  const total = (of: (time: (typeof times)[number]) => number) =>
    times.reduce((sum, time) => sum + of(time), 0) / 1_000;
  metrics.hostCpuSeconds.reset();
  metrics.hostCpuSeconds.inc(
    { mode: 'idle' },
    total((time) => time.idle),
  );
  metrics.hostCpuSeconds.inc(
    { mode: 'busy' },
    total(({ user, nice, sys, irq }) => user + nice + sys + irq),
  );
  metrics.hostProcessors.set(os.availableParallelism());
  for (const [folder, where] of [
    ['data', config.dataDir],
    ['backups', config.backups.folder],
  ] as const) {
    if (existsSync(where)) metrics.diskUsed.set({ folder }, await readUsedRatio(where));
  }
}

// As df tells it: what is kept for root counts as used.
async function readUsedRatio(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : used / (used + bavail);
}

/** Fills what the workers last told of their hosts. One that is silent tells nothing. */
export async function collectWorkerHostGauges({
  db,
  metrics,
}: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  const rows = await readRows(
    db,
    z.object({ pool: z.string(), cpu: z.number().nullable(), disk: z.number().nullable() }),
    sql`
      select p.name as pool, max((w.load #>> '{host,cpuBusyRatio}')::float8) as cpu,
        max((w.load #>> '{host,diskUsedRatio}')::float8) as disk
      from workers w join pools p on p.id = w.pool_id
      where w.state in ('active', 'draining') and w.session_id is not null
      group by p.name`,
  );
  metrics.workerCpuBusy.reset();
  metrics.workerDiskUsed.reset();
  for (const { pool, cpu, disk } of rows) {
    if (cpu !== null) metrics.workerCpuBusy.set({ pool }, cpu);
    if (disk !== null) metrics.workerDiskUsed.set({ pool }, disk);
  }
}
