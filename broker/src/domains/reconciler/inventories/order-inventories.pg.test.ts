import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { type FleetWorld, startFleetWorld } from '../../fleet/testing/fleet-world.ts';
import { askInventory } from '../index.ts';

let world: FleetWorld;
beforeAll(async () => {
  world = await startFleetWorld();
});
afterAll(() => world.close());

const run = (query: ReturnType<typeof sql>) =>
  readRows(world.broker.ctx.db, z.record(z.string(), z.unknown()), query);

test('a worker that answers no order does not keep a seat from being looked at: somebody else is asked', async () => {
  const quiet = await world.addWorker('quiet', 20);
  const answering = await world.addWorker('answering', 20);
  // The one is always the least loaded.
  await run(sql`update workers set used = 1 where name <> 'quiet'`);
  const [seat] = await run(sql`select id from seats`);
  const seatId = z.uuid().parse(seat?.['id']);
  const act = { actor: { id: null, name: 'tester' }, address: null };
  await inTransaction(world.broker.ctx.db, (tx) => askInventory(tx, act, { seatId }));
  const isAsked = (one: FakeWorker) => one.inventories.length > 0;
  await quiet.until('it is to look', () => isAsked(quiet));
  let rounds = 0;
  await world.until('somebody else is asked', async () => {
    rounds += 1;
    await run(
      sql`update seat_inventories set deadline_at = now() where worker_id = ${quiet.identity.workerId}`,
    );
    await run(sql`update seat_inventories set next_at = now(), next_cause = 'admin' where worker_id is null`);
    await answering.heartbeat();
    return isAsked(answering);
  });
  expect(rounds).toBeGreaterThan(1);
  await run(sql`update workers set used = 0`);
});
