import { strict as assert } from 'node:assert';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import type { FleetWorld } from './fleet-world.ts';

/**
 * Drains a worker while so many machines are being bought, and takes it back into service. Answers how many machines it had when the
 * drain was acknowledged. Throws AssertionError when it was given one afterwards, or lost one before the deadline.
 */
export async function drainWhileBuying(
  world: FleetWorld,
  { identity: { workerId } }: FakeWorker,
  machines: number,
): Promise<number> {
  const path = `/api/v1/admin/workers/${workerId}`;
  const buying = Array.from({ length: machines }, () => world.buy());
  const { status } = await world.admin.post(`${path}/drain`, { deadlineMinutes: 60, reason: 'new disk' });
  assert.equal(status, 204);
  const had = await openLeases(world, workerId);
  const bought = await Promise.all(buying);
  await world.until('all are placed', async () => {
    const { rowCount } = await world.broker.database.db.execute(
      sql`select from machines where id = any(${sql.param(bought)}::uuid[]) and state = 'queued'`,
    );
    return rowCount === 0;
  });
  const has = await openLeases(world, workerId);
  assert.deepEqual(
    [...has].filter((id) => !had.has(id)),
    [],
    'a worker was given work after its drain was acknowledged',
  );
  assert.deepEqual(
    [...had].filter((id) => !has.has(id)),
    [],
    'a machine was cut before the deadline of a drain',
  );
  assert.equal((await world.admin.post(`${path}/resume`)).status, 204);
  return had.size;
}

async function openLeases(world: FleetWorld, workerId: string): Promise<Set<string>> {
  const rows = await readRows(
    world.broker.database.db,
    z.object({ id: z.uuid() }),
    sql`select id from leases where worker_id = ${workerId} and released_at is null`,
  );
  return new Set(rows.map(({ id }) => id));
}
