import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bringUp } from '../../../testing/fake-provisioning.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
beforeEach(async () => {
  world = await startFleetWorld();
});
afterEach(() => world.close());

test('with fewer slots than machines a worker keeps them, also over a restart, and gets nothing new until it is below', async () => {
  const worker = await world.addWorker('one', 2);
  const path = `/api/v1/admin/workers/${worker.identity.workerId}`;
  const ids = [await world.buy(), await world.buy()];
  await worker.until('both are there', () => worker.assignments.length === 2);
  for (const assignment of worker.assignments) await bringUp(worker, assignment);
  expect((await world.admin.put(path, { labels: ['linux', 'eu', 'eu'], capacity: 1 })).status).toBe(204);
  expect(await world.workers()).toMatchObject([{ labels: ['eu', 'linux'], capacity: 1, used: 2 }]);
  const waiting = await world.buy();
  worker.vanish();
  const back = world.workerOf(worker.identity);
  await back.connect();
  expect(back.assignments.map(({ machineId }) => machineId).toSorted()).toEqual(ids.toSorted());
  await back.heartbeat();
  expect(await world.machine(waiting)).toMatchObject({ state: 'queued' });

  expect((await world.admin.put(path, { labels: ['eu'], capacity: 3 })).status).toBe(204);
  await world.machineUntil(waiting, (m) => m.state === 'assigned');
});

test("a worker is given its pool's new labels without enrolling it anew, and that is in the audit log", async () => {
  const worker = await world.addWorker('one');
  const path = `/api/v1/admin/workers/${worker.identity.workerId}`;
  const waiting = await world.buy();
  await worker.until('it has work', () => worker.assignments.length === 1);
  const { db } = world.broker.database;
  await db.execute(sql`update pools set labels = '{gpu}'`);
  expect((await world.member.put(path, { labels: ['gpu'], capacity: 4 })).status).toBe(403);
  expect((await world.admin.put(path, { labels: ['gpu'], capacity: 4 })).status).toBe(204);
  const next = await world.buy();
  await world.machineUntil(next, (m) => m.workerId === worker.identity.workerId);
  expect(await world.machine(waiting)).toMatchObject({ workerId: worker.identity.workerId });
  const { rows } = await db.execute(
    sql`select before, after from audit_log where action = 'worker.edit' and target_kind = 'worker'`,
  );
  expect(rows).toEqual([{ before: { labels: [], capacity: 4 }, after: { labels: ['gpu'], capacity: 4 } }]);
});

test('nobody edits a revoked worker, or one that does not exist', async () => {
  const worker = await world.addWorker('one');
  const path = `/api/v1/admin/workers/${worker.identity.workerId}`;
  await world.admin.post(`${path}/revoke`, { reason: 'replaced' });
  expect((await world.admin.put(path, { labels: [], capacity: 1 })).status).toBe(409);
  const nobody = `/api/v1/admin/workers/${crypto.randomUUID()}`;
  expect((await world.admin.put(nobody, { labels: [], capacity: 1 })).status).toBe(404);
});
