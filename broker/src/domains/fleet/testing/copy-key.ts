import { strict as assert } from 'node:assert';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import type { FleetWorld } from './fleet-world.ts';

export type CopyWay = 'in turns' | 'at once';

/**
 * So many joins at most until a copied key is noticed: in turns the owner's next one tells it. Of two that dial in the same moment one
 * may be taken for a late hello of the other and is told to come again, which comes out as heads or tails each time.
 */
const joinsMax = { 'in turns': 3, 'at once': 61 } as const satisfies Record<CopyWay, number>;

/**
 * A clone of a worker's data folder connects, in turns with its owner or in the same moment, until the key is locked. Answers how many
 * joins that took. Throws AssertionError when it goes unnoticed, or when one of the two may still join afterwards.
 */
export async function copyKey(world: FleetWorld, name: string, way: CopyWay): Promise<number> {
  const identity = await world.enrol(name);
  const owner = world.workerOf(identity);
  await owner.connect();
  owner.vanish();
  await owner.closed();
  // The clone has the key and the counter as they are now.
  const clone = world.workerOf({ ...identity });
  let joins = 1;
  async function join(worker: FakeWorker): Promise<void> {
    joins += 1;
    await worker.connect().catch(() => undefined);
  }
  while ((await stateOf(world, identity.workerId)) !== 'locked') {
    assert.ok(
      joins < joinsMax[way],
      `a key that was copied and used ${way} was not noticed in ${joins} joins`,
    );
    if (way === 'at once') await Promise.all([join(owner), join(clone)]);
    else {
      await join(clone);
      await join(owner);
    }
  }
  for (const worker of [owner, clone])
    await assert.rejects(() => worker.connect(), /4423/, 'a worker with a locked key joined');
  return joins;
}

/** How many pairs of sessions of one worker were open at the same time; must be none, ever. */
export async function countOverlaps(world: FleetWorld): Promise<number> {
  const rows = await readRows(
    world.broker.database.db,
    z.object({ overlaps: z.int() }),
    sql`
      select count(*)::integer as overlaps from worker_sessions a join worker_sessions b
        on a.worker_id = b.worker_id and a.id < b.id
          and tstzrange(a.connected_at, coalesce(a.disconnected_at, 'infinity'))
            && tstzrange(b.connected_at, coalesce(b.disconnected_at, 'infinity'))
    `,
  );
  return rows[0]?.overlaps ?? 0;
}

async function stateOf(world: FleetWorld, workerId: string): Promise<string> {
  const query = sql`select state from workers where id = ${workerId}`;
  const rows = await readRows(world.broker.database.db, z.object({ state: z.string() }), query);
  return rows[0]?.state ?? 'gone';
}
