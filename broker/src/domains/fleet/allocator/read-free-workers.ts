import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import type { FreeWorker } from './choose-worker.ts';
import type { WaitingMachine } from './read-waiting.ts';
import { usableWorker } from './usable-worker.ts';

/**
 * Of each pool that is asked for, the head of its workers in the order of `compareWorkers`: enough for these machines, however
 * many workers there are. Before the last of n machines is placed at most n - 1 workers have changed, and a machine shuns at most
 * those that tried it, so one of the first n + (the most that tried one machine) is still as it was read, and none behind it
 * could come before it. Workers that are a machine's only choice are read by name.
 */
export async function readFreeWorkers(
  tx: Tx,
  waiting: readonly WaitingMachine[],
  clock: { startedAgoMs: number; suspectAfterMs: number },
): Promise<FreeWorker[]> {
  const poolIds = [...new Set(waiting.map(({ poolId }) => poolId))];
  const onlyIds = waiting.flatMap(({ onlyWorkerId }) => onlyWorkerId ?? []);
  const enough = waiting.length + Math.max(0, ...waiting.map((machine) => machine.triedWorkerIds.length));
  const columns = sql`
    w.id, w.pool_id as "poolId", w.boot_id as "bootId", w.capacity, w.used, w.failures,
    cardinality(w.labels) as labels, extract(epoch from w.went_idle_at)::float8 * 1000 as "idleSinceMs"
  `;
  return await readRows(
    tx,
    FreeWorkerRow,
    sql`
      select head.* from pools p cross join lateral (
        select ${columns} from workers w
        where w.pool_id = p.id and ${usableWorker(clock)}
        order by w.used::float8 / w.capacity, w.failures, cardinality(w.labels), w.went_idle_at, w.id
        limit ${enough}
      ) head
      where p.id = any(${sql.param(poolIds)}::uuid[])
      union
      select ${columns} from workers w join pools p on p.id = w.pool_id
      where w.id = any(${sql.param(onlyIds)}::uuid[]) and ${usableWorker(clock)}
    `,
  );
}

const FreeWorkerRow = z.object({
  id: z.uuid(),
  poolId: z.uuid(),
  bootId: z.uuid().nullable(),
  capacity: z.int(),
  used: z.int(),
  failures: z.int(),
  labels: z.int(),
  idleSinceMs: z.number(),
});
