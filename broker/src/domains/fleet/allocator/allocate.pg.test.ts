import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../../database/db.ts';
import { createBus } from '../../../live/bus.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';
import { allocateMachines } from './allocate-machines.ts';

let world: FleetWorld;
afterEach(() => world.close());

async function usedByWorker(): Promise<Record<string, number>> {
  const rows = await readRows(
    world.broker.database.db,
    z.object({ name: z.string(), used: z.int() }),
    sql`select name, used from workers`,
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.used]));
}

async function ownersInOrder(): Promise<string[]> {
  const rows = await readRows(
    world.broker.database.db,
    z.object({ owner: z.string() }),
    sql`select u.name as owner from leases l join machines m on m.id = l.machine_id join users u on u.id = m.owner_id
      order by l.granted_at, m.queued_at`,
  );
  return rows.map((row) => row.owner);
}

async function buyMany(count: number, by?: TestSession): Promise<void> {
  for (let n = 0; n < count; n += 1) await world.buy(by);
}

/** As the loop does, long after the start. */
const longAgoMs = 3_600_000;

test('forty machines over workers of mixed capacity are spread evenly by share; no slot and no seat is sold twice', async () => {
  world = await startFleetWorld({}, { loops: false });
  for (const [name, capacity] of [
    ['a', 16],
    ['b', 8],
    ['c', 8],
    ['d', 16],
  ] as const)
    await world.addWorker(name, capacity);
  await buyMany(40);
  // Six brokers wake up at once.
  const rounds = await Promise.all(
    Array.from({ length: 6 }, () => allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs })),
  );
  expect(rounds.map((round) => round.placed).reduce((a, b) => a + b)).toBe(40);
  const used = await usedByWorker();
  expect(Object.values(used).reduce((a, b) => a + b)).toBe(40);
  // 40 of 48 slots: five sixths of each, to the nearest slot.
  for (const [name, capacity] of [
    ['a', 16],
    ['b', 8],
    ['c', 8],
    ['d', 16],
  ] as const) {
    expect(Math.abs((used[name] ?? 0) - (capacity * 40) / 48)).toBeLessThanOrEqual(1);
  }
  const { rows } = await world.broker.database.db.execute(
    sql`select count(*)::integer as leases, count(distinct machine_id)::integer as machines from leases`,
  );
  expect(rows).toEqual([{ leases: 40, machines: 40 }]);
});

test('no more machines start than there are seats; one more starts when a seat is free', async () => {
  world = await startFleetWorld({}, { loops: false, seats: 3 });
  await world.addWorker('one', 8);
  await buyMany(5);
  expect(await allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs })).toMatchObject({ placed: 3 });
  expect(await allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs })).toMatchObject({ placed: 0 });
  const { rows } = await world.broker.database.db.execute(
    sql`select id from machines where state = 'assigned' limit 1`,
  );
  await world.member.post(`/api/v1/machines/${String(rows[0]?.id)}/cancel`);
  expect(await allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs })).toMatchObject({ placed: 1 });
});

test('members take turns: who queued twenty does not make the others wait for all of them', async () => {
  world = await startFleetWorld({}, { loops: false });
  const late = await world.broker.register('Late');
  const worker = world.workerOf(await world.enrol('one', 4));
  await buyMany(6);
  await buyMany(2, late);
  await worker.connect();
  await allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs });
  expect((await ownersInOrder()).toSorted()).toEqual(['Late', 'Late', 'Member', 'Member']);
});

test('a member with many waiting delays the first of another by one machine at most, also when slots come one by one', async () => {
  world = await startFleetWorld({}, { loops: false });
  const late = await world.broker.register('Late');
  const worker = world.workerOf(await world.enrol('one', 8));
  await buyMany(6);
  await world.broker.database.db.execute(sql`update machines set queued_at = now() - interval '6 minutes'`);
  await buyMany(2, late);
  await worker.connect();
  for (let slots = 1; slots <= 4; slots += 1) {
    await world.broker.database.db.execute(sql`update workers set capacity = ${slots}`);
    await allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs });
  }
  expect(await ownersInOrder()).toEqual(['Member', 'Late', 'Member', 'Late']);
});

test('a trial that waited for two classes comes before a member who has just come', async () => {
  world = await startFleetWorld({}, { loops: false });
  const guest = await world.broker.register('Guest');
  const worker = world.workerOf(await world.enrol('one', 1));
  const trial = await world.buy(guest);
  await world.broker.database.db.execute(
    sql`update machines set purpose = 'trial', queued_at = now() - interval '11 minutes' where id = ${trial}`,
  );
  await buyMany(1);
  await worker.connect();
  await allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs });
  expect(await ownersInOrder()).toEqual(['Guest']);
});

test('silent, draining, penalised and revoked workers get nothing, nor one that has not joined since our own start', async () => {
  world = await startFleetWorld({}, { loops: false });
  await world.addWorker('one');
  await buyMany(1);
  const { db } = world.broker.database;
  for (const [not, undo] of [
    ["last_seen_at = now() - interval '30 seconds'", 'last_seen_at = now()'],
    ["state = 'draining'", "state = 'active'"],
    ["penalised_until = now() + interval '1 minute'", 'penalised_until = null'],
    ['leaving = true', 'leaving = false'],
    ["labels = array['x'], connected_since = now() - interval '1 hour'", 'connected_since = now()'],
  ] as const) {
    await db.execute(sql.raw(`update workers set ${not}`));
    expect(await allocateMachines(world.broker.ctx, { startedAgoMs: 10_000 })).toMatchObject({ placed: 0 });
    await db.execute(sql.raw(`update workers set ${undo}`));
  }
  expect(await allocateMachines(world.broker.ctx, { startedAgoMs: 10_000 })).toMatchObject({ placed: 1 });
});

test('a lease that another broker granted reaches the worker before it would have to be accepted', async () => {
  world = await startFleetWorld({}, { loops: false });
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const otherBroker = { ...world.broker.ctx, bus: createBus(() => undefined) };
  expect(await allocateMachines(otherBroker, { startedAgoMs: longAgoMs })).toMatchObject({ placed: 1 });
  const grantedAt = performance.now();
  await worker.until('it was told', () => worker.assignments.some((one) => one.machineId === id));
  expect(performance.now() - grantedAt).toBeLessThan(world.broker.ctx.config.fleet.ackTimeoutMs);
});

test('a machine goes to a worker that did not try it, while there is one', async () => {
  world = await startFleetWorld({}, { loops: false });
  const tried = await world.addWorker('tried', 8);
  await world.addWorker('busy', 1);
  const id = await world.buy();
  await world.broker.database.db.execute(
    sql`update machines set tried_worker_ids = array[${tried.identity.workerId}]::uuid[]`,
  );
  await allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs });
  expect((await world.machine(id)).workerId).not.toBe(tried.identity.workerId);
});

test('a worker whose drain is committed in the middle of a round gets nothing of that round', async () => {
  world = await startFleetWorld({}, { loops: false });
  await world.addWorker('one');
  await buyMany(1);
  const { db } = world.broker.database;
  const [written, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const draining = inTransaction(db, async (tx) => {
    await tx.execute(sql`update workers set state = 'draining'`);
    written.resolve();
    await mayCommit.promise;
  });
  await written.promise;
  const round = allocateMachines(world.broker.ctx, { startedAgoMs: longAgoMs });
  await world.until('the round has chosen the worker and waits for it', async () => {
    const { rowCount } = await db.execute(
      sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount === 1;
  });
  mayCommit.resolve();
  await draining;
  expect(await round).toMatchObject({ placed: 0 });
  expect(await usedByWorker()).toEqual({ one: 0 });
});
