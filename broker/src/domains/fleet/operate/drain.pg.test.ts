import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bringUp, endLabSession } from '../../../testing/fake-provisioning.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
beforeEach(async () => {
  world = await startFleetWorld();
});
afterEach(() => world.close());

test('draining gives no new work; at the deadline what runs ends as drained, then the worker is drained', async () => {
  const worker = await world.addWorker('one');
  // The shop sells while a worker is enrolled; that it is away is a queue.
  await world.enrol('spare');
  const path = `/api/v1/admin/workers/${worker.identity.workerId}`;
  const running = await world.buy();
  await worker.until('it has work', () => worker.assignments.length === 1);
  const [assignment] = worker.assignments;
  if (!assignment) throw new Error('no assignment');
  const labSessionId = await bringUp(worker, assignment);
  expect((await world.admin.post(`${path}/drain`, { deadlineMinutes: 60, reason: 'new disk' })).status).toBe(
    204,
  );
  const waiting = await world.buy();
  await worker.heartbeat();
  expect(await world.workers()).toMatchObject([
    { state: 'draining', liveness: 'connected', used: 1, machines: [{ id: running }] },
    { name: 'spare', state: 'active' },
  ]);
  expect(await world.machine(waiting)).toMatchObject({ state: 'queued', workerId: null });

  await world.broker.database.db.execute(sql`update workers set drain_deadline_at = now()`);
  await worker.until('it must end', () => worker.assignments[0]?.goal === 'end');
  expect(await world.machine(running)).toMatchObject({ state: 'failed', endReason: 'drained' });
  await endLabSession(worker, assignment, labSessionId);
  await world.until('it is drained', async () => (await world.workers())[0]?.state === 'drained');

  expect((await world.admin.post(`${path}/resume`)).status).toBe(204);
  await world.machineUntil(waiting, (m) => m.state === 'assigned');
  expect((await world.admin.post(`${path}/resume`)).status).toBe(409);
  const { rows } = await world.broker.database.db.execute(
    sql`select action from audit_log where target_kind = 'worker' order by id`,
  );
  expect(rows.map((row) => row.action)).toEqual([
    'worker.enrol',
    'worker.enrol',
    'worker.drain',
    'worker.resume',
  ]);
});

test('at the deadline a ready machine is handed to another worker of the pool, and its owner notices nothing', async () => {
  const leaving = await world.addWorker('leaving');
  const id = await world.buy();
  await leaving.until('it has work', () => leaving.assignments.length === 1);
  const [assignment] = leaving.assignments;
  if (!assignment) throw new Error('no assignment');
  await bringUp(leaving, assignment);
  const heir = await world.addWorker('heir');
  const path = `/api/v1/admin/workers/${leaving.identity.workerId}`;
  await world.admin.post(`${path}/drain`, { deadlineMinutes: 0, reason: 'new disk' });
  await heir.until('it adopts the machine', () => heir.assignments[0]?.machineId === id);
  expect(heir.assignments).toMatchObject([{ goal: 'ready', epoch: 2, endpoint: { kind: 'ssh' } }]);
  await leaving.until('it has nothing left', () => leaving.assignments.length === 0);
  await world.until('it is drained', async () =>
    (await world.workers()).some(({ state }) => state === 'drained'),
  );
  expect(await world.machine(id)).toMatchObject({ state: 'ready', labSession: 'live', endReason: null });
});

test('a worker that does not exist is not found', async () => {
  const path = `/api/v1/admin/workers/${crypto.randomUUID()}`;
  for (const act of ['drain', 'resume', 'revoke']) {
    const answer = await world.admin.post(`${path}/${act}`, { deadlineMinutes: 1, reason: 'why not' });
    expect(answer.status).toBe(404);
  }
});
