import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { createSweepLeases } from '../../../loops/sweep-leases.ts';
import { intendLabSession } from '../../../testing/fake-provisioning.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { allocateMachines } from '../allocator/allocate-machines.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
afterEach(() => world.close());

/** Workers that prepare one machine each. */
async function startFleet(count: number): Promise<FakeWorker[]> {
  world = await startFleetWorld({}, { loops: false });
  const fleet: FakeWorker[] = [];
  for (let n = 0; n < count; n += 1) {
    fleet.push(await world.addWorker(`w${n}`, 1));
    await world.buy();
  }
  await allocateMachines(world.broker.ctx, { startedAgoMs: 3_600_000 });
  for (const worker of fleet) {
    await worker.until('it has work', () => worker.assignments.length === 1);
    const [assignment] = worker.assignments;
    if (assignment) await intendLabSession(worker, assignment);
    await worker.heartbeat();
  }
  return fleet;
}

/** So many seconds pass by the database's clock: the only one that decides over leases. */
async function pass(seconds: number): Promise<void> {
  const { db } = world.broker.database;
  const gone = sql`make_interval(secs => ${seconds})`;
  await db.execute(sql`update workers set last_seen_at = last_seen_at - ${gone}`);
  await db.execute(sql`update leases set expires_at = expires_at - ${gone} where released_at is null`);
  await db.execute(sql`update mass_outages set began_at = began_at - ${gone}, until_at = until_at - ${gone}`);
}

async function counted(): Promise<{ held: number; lost: number; outages: number }> {
  const [row] = await readRows(
    world.broker.database.db,
    z.object({ held: z.int(), lost: z.int(), outages: z.int() }),
    sql`select count(*) filter (where released_at is null)::integer as held,
      count(*) filter (where release_reason = 'worker_lost')::integer as lost,
      (select count(*)::integer from mass_outages) as outages from leases`,
  );
  if (!row) throw new Error('no counts');
  return row;
}

function contextWith(changes: Partial<BrokerContext['config']['fleet']>): BrokerContext {
  const { ctx } = world.broker;
  return { ...ctx, config: { ...ctx.config, fleet: { ...ctx.config.fleet, ...changes } } };
}

/** One after the other: the moments of a cut between the brokers and all workers, then what came back. */
test.each([30, 240])(
  'a network that is cut for %i s costs nobody a machine, is told once, and outlives a restart of the broker; who stays away is lost after five minutes',
  async (cutSeconds) => {
    const fleet = await startFleet(8);
    const sweep = createSweepLeases(world.broker.ctx);
    for (let gone = 0; gone < cutSeconds; gone += 10) {
      await pass(10);
      await sweep();
    }
    expect(await counted()).toEqual({ held: 8, lost: 0, outages: 1 });
    // Another broker, or the same after a restart, knows it too.
    await createSweepLeases(world.broker.ctx)();
    const [, ...back] = fleet;
    for (const worker of back) expect((await worker.heartbeat()).leases).toHaveLength(1);
    await sweep();
    expect(await counted()).toEqual({ held: 8, lost: 0, outages: 1 });
    for (let gone = cutSeconds; gone < 335; gone += 15) {
      await pass(15);
      for (const worker of back) await worker.heartbeat();
      await sweep();
    }
    expect(await counted()).toEqual({ held: 7, lost: 1, outages: 1 });
    const { metrics } = world.broker.ctx;
    const { values } = await metrics.faults.get();
    expect(values.find(({ labels }) => labels.kind === 'mass_outage')?.value).toBe(1);
  },
);

test('a minority that goes silent is lost as usual, within a minute and a sweep', async () => {
  const fleet = await startFleet(6);
  const sweep = createSweepLeases(world.broker.ctx);
  const [, , ...living] = fleet;
  for (let gone = 0; gone < 60; gone += 20) {
    await pass(20);
    for (const worker of living) await worker.heartbeat();
    await sweep();
  }
  expect(await counted()).toEqual({ held: 4, lost: 2, outages: 0 });
});

test('workers that say goodbye, more than half of them at once, are no outage: their machines are given on as usual', async () => {
  const fleet = await startFleet(8);
  const sweep = createSweepLeases(world.broker.ctx);
  const ids = fleet.slice(0, 6).map(({ identity }) => identity.workerId);
  await world.broker.database.db.execute(sql`
    update workers set leaving = true, session_id = null, connected_since = null where id = any(${sql.param(ids)}::uuid[])`);
  for (let gone = 0; gone < 60; gone += 20) {
    await pass(20);
    for (const worker of fleet.slice(6)) await worker.heartbeat();
    await sweep();
  }
  expect(await counted()).toEqual({ held: 2, lost: 6, outages: 0 });
});

test.each([90])(
  "a database that is away for %i s is nobody else's fault: all come back to their machines, and only who does not within the grace is lost",
  async (awaySeconds) => {
    // Too few for a mass outage.
    const [, ...back] = await startFleet(3);
    let nowMs = 0;
    const sweep = createSweepLeases(contextWith({ startGraceMs: 120_000 }), () => nowMs);
    nowMs = 200_000;
    // The last look for a while; it was a good one.
    nowMs += 1000;
    await sweep();
    await pass(awaySeconds);
    nowMs += awaySeconds * 1000;
    await sweep();
    expect(await counted()).toMatchObject({ held: 3, lost: 0 });
    for (const worker of back) await worker.heartbeat();
    for (let graceMs = 0; graceMs < 115_000; graceMs += 23_000) {
      await pass(23);
      nowMs += 23_000;
      for (const worker of back) await worker.heartbeat();
      await sweep();
    }
    expect(await counted()).toMatchObject({ held: 3, lost: 0 });
    await pass(10);
    nowMs += 10_000;
    await sweep();
    expect(await counted()).toMatchObject({ held: 2, lost: 1 });
  },
);
