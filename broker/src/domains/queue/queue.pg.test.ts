import { Machine } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../database/db.ts';
import { bringUp, endLabSession } from '../../testing/fake-provisioning.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { type FleetWorld, startFleetWorld } from '../fleet/testing/fleet-world.ts';
import { readProductWaits } from './index.ts';

let world: FleetWorld;
afterEach(() => world.close());

async function queueOf(machineId: string, by: TestSession = world.member): Promise<Machine['queue']> {
  return Machine.parse((await by.get(`/api/v1/machines/${machineId}`)).body).queue;
}

test('the place counts who is served before, and nobody who comes later moves the oldest of a member back', async () => {
  world = await startFleetWorld({}, { loops: false });
  await world.enrol('away');
  const other = await world.broker.register('Other');
  const mine = [await world.buy(), await world.buy(), await world.buy()];
  expect(await queueOf(mine[2] ?? '')).toMatchObject({ position: 3, of: 3 });
  const theirs = await world.buy(other);
  expect(await queueOf(mine[0] ?? '')).toMatchObject({ position: 1, of: 4 });
  expect(await queueOf(theirs, other)).toMatchObject({ position: 2, of: 4 });
  expect(await queueOf(mine[1] ?? '')).toMatchObject({ position: 3, of: 4 });
  await world.member.post(`/api/v1/machines/${mine[0]}/cancel`);
  expect(await queueOf(mine[1] ?? '')).toMatchObject({ position: 1, of: 3 });
});

test('it is said at once why nothing can serve a machine: no worker, no seat, a closed lab', async () => {
  world = await startFleetWorld({}, { loops: false });
  const { db } = world.broker.database;
  await world.enrol('away');
  const id = await world.buy();
  const look = async () => {
    world.broker.ctx.bus.emit('queue_changed', {});
    return (await queueOf(id))?.blocked;
  };
  expect(await look()).toBe('no_worker');
  const worker = await world.addWorker('one');
  expect(await look()).toBeNull();
  for (const [not, undo, block] of [
    [
      "workers set failing_since = now(), failing_reason = 'x'",
      'workers set failing_since = null, failing_reason = null',
      'no_worker',
    ],
    ["workers set state = 'draining'", "workers set state = 'active'", 'no_worker'],
    ["workers set last_seen_at = now() - interval '1 hour'", 'workers set last_seen_at = now()', 'no_worker'],
    ['seats set disabled_at = now()', 'seats set disabled_at = null', 'no_seat'],
    ['seats set max_uses = uses', 'seats set max_uses = null', 'no_seat'],
    ['seats set max_minutes = 1', 'seats set max_minutes = null', 'no_seat'],
    ['labs set breaker_opened_at = now()', 'labs set breaker_opened_at = null', 'lab_closed'],
    ['labs set disabled_at = now()', 'labs set disabled_at = null', 'lab_closed'],
  ] as const) {
    await db.execute(sql.raw(`update ${not}`));
    expect(await look()).toBe(block);
    await db.execute(sql.raw(`update ${undo}`));
  }
  expect(await look()).toBeNull();
  worker.vanish();
});

test('a full worker or a taken seat is a queue, not a block; the wait is told once three preparations were measured', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one', 1);
  for (let n = 0; n < 3; n += 1) {
    const id = await world.buy();
    await worker.until('it has it', () => worker.assignments[0]?.machineId === id);
    const [assignment] = worker.assignments;
    if (!assignment) throw new Error('no assignment');
    const session = await bringUp(worker, assignment);
    await world.member.post(`/api/v1/machines/${id}/stop`);
    await worker.until('it must end', () => worker.assignments[0]?.goal === 'end');
    await endLabSession(worker, assignment, session);
    await worker.until('it is gone', () => worker.assignments.length === 0);
  }
  const [pair] = await readRows(
    world.broker.ctx.db,
    z.object({ poolId: z.uuid(), labId: z.uuid() }),
    sql`select pool_id as "poolId", lab_id as "labId" from products limit 1`,
  );
  const waitOf = await readProductWaits(world.broker.ctx);
  expect(pair && waitOf(pair)).toMatchObject({ fromSeconds: 0 });
  const running = await world.buy();
  await world.machineUntil(running, (m) => m.state === 'assigned');
  const waiting = await world.buy();
  const queue = await queueOf(waiting);
  expect(queue).toMatchObject({ position: 1, of: 1, blocked: null });
  expect(queue?.wait?.toSeconds).toBeGreaterThanOrEqual(queue?.wait?.fromSeconds ?? Infinity);
  const { db } = world.broker.database;
  await world.until('it is written down what was told', async () => {
    const { rows } = await db.execute(sql`select told_wait_to_ms from machines where id = ${waiting}`);
    return rows[0]?.['told_wait_to_ms'] !== null;
  });
  await db.execute(sql`update machines set queue_deadline_at = now() where id = ${waiting}`);
  await world.machineUntil(waiting, (m) => m.endReason === 'queue_timeout');
  const { values } = await world.broker.ctx.metrics.queueWaitsTold.get();
  expect(values).toContainEqual({ labels: { outcome: 'missed' }, value: 1 });

  // What is held on a worker that does not serve comes back to nobody.
  const wait = async () => {
    world.broker.ctx.bus.emit('queue_changed', {});
    return pair && (await readProductWaits(world.broker.ctx))(pair);
  };
  expect(await wait()).not.toBeNull();
  for (const [not, undo] of [
    ["pools set labels = '{nobody}'", "pools set labels = '{}'"],
    [
      "workers set state = 'draining', drain_deadline_at = now() + interval '1 hour'",
      "workers set state = 'active'",
    ],
    [
      "workers set failing_since = now(), failing_reason = 'x'",
      'workers set failing_since = null, failing_reason = null',
    ],
  ] as const) {
    await db.execute(sql.raw(`update ${not}`));
    expect(await wait()).toBeNull();
    await db.execute(sql.raw(`update ${undo}`));
  }
});

test('who waits is told within two seconds that the last worker left, and that one is back', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one', 1);
  await world.buy();
  await worker.until('it has work', () => worker.assignments.length === 1);
  await worker.report(worker.assignments[0] ?? { machineId: '', epoch: 0 }, { kind: 'accepted' });
  const id = await world.buy();
  const told: (string | null)[] = [];
  const changed = world.broker.ctx.bus.on('machine_changed', ({ machineId }) => {
    if (machineId === id) void queueOf(id).then((queue) => told.push(queue?.blocked ?? null));
  });
  const saidWithin2s = async (block: string | null) => {
    const since = performance.now();
    await world.until(`it is told ${block}`, async () => told.at(-1) === block);
    expect(performance.now() - since).toBeLessThan(2000);
  };
  worker.vanish();
  await saidWithin2s('no_worker');
  await worker.connect();
  await saidWithin2s(null);
  changed();
});
