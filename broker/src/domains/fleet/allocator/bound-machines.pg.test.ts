import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { inTransaction } from '../../../database/db.ts';
import { bringUp } from '../../../testing/fake-provisioning.ts';
import { releaseLease } from '../../leases/index.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';
import { allocateMachines } from './allocate-machines.ts';
import { readWaiting } from './read-waiting.ts';

let world: FleetWorld;
afterEach(() => world.close());

const clock = {
  startedAgoMs: 3_600_000,
  suspectAfterMs: 60_000,
  endRetryMs: 1000,
  ageingMs: 300_000,
  orphansToo: true,
};

test('what only one worker could adopt does not stand before the queue while that worker can take nothing', async () => {
  world = await startFleetWorld({}, { loops: false });
  const { db } = world.broker.database;
  const one = await world.addWorker('one');
  await world.addWorker('other');
  const bound = await world.buy();
  await db.execute(sql`update workers set leaving = name = 'other'`);
  expect(await allocateMachines(world.broker.ctx, clock)).toMatchObject({ placed: 1 });
  await one.until('it has work', () => one.assignments.length === 1);
  const [assignment] = one.assignments;
  if (!assignment) throw new Error('no assignment');
  await bringUp(one, assignment);
  await db.execute(sql`update endpoints set reach = 'worker'`);
  await inTransaction(db, (tx) =>
    releaseLease(tx, world.broker.ctx, { machineId: bound, reason: 'worker_lost' }),
  );
  await db.execute(sql`update workers set leaving = name = 'one'`);
  const queued = await world.buy();
  const look = () => inTransaction(db, (tx) => readWaiting(tx, clock));
  expect((await look()).map(({ id }) => id)).toEqual([queued]);
  await db.execute(sql`update workers set leaving = false`);
  expect(await look()).toMatchObject([
    { id: bound, work: 'adopt', onlyWorkerId: one.identity.workerId },
    { id: queued },
  ]);
});
