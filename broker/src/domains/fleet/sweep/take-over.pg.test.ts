import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { bringUp, endLabSession, intendLabSession, reportReady } from '../../../testing/fake-provisioning.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
afterEach(() => world.close());

/** A worker that is silent for three seconds is lost. Not shorter: a busy test host is silent for one now and then. */
const soon = {
  BROKER_HEARTBEAT_INTERVAL_MS: '100',
  BROKER_SUSPECT_AFTER_MS: '2000',
  BROKER_FENCE_AFTER_MS: '2500',
  BROKER_LOST_AFTER_MS: '3000',
};

async function assignmentOf(worker: FakeWorker, machineId: string, epoch: number) {
  const find = () => worker.assignments.find((one) => one.machineId === machineId && one.epoch === epoch);
  await worker.until(`it is given the machine at epoch ${epoch}`, () => find() !== undefined);
  const found = find();
  if (!found) throw new Error('no assignment');
  return found;
}

/** Keeps a worker alive until the test ends. */
function keepBeating(worker: FakeWorker): void {
  const timer = setInterval(() => {
    if (worker.isOpen) void worker.heartbeat().catch(() => undefined);
    else clearInterval(timer);
  }, 100);
}

async function leaseReasons(): Promise<unknown[]> {
  const { rows } = await world.broker.database.db.execute(
    sql`select release_reason from leases order by epoch`,
  );
  return rows.map((row) => row.release_reason);
}

test('a worker that falls silent while preparing is lost; its machine is queued again once and found by the next', async () => {
  world = await startFleetWorld(soon);
  const silent = await world.addWorker('silent');
  const id = await world.buy();
  const labSessionId = await intendLabSession(silent, await assignmentOf(silent, id, 1));
  const next = await world.addWorker('next');
  keepBeating(next);
  const again = await assignmentOf(next, id, 2);
  expect(again).toMatchObject({
    goal: 'ready',
    attempt: 2,
    labSessions: [{ id: labSessionId, state: 'unknown' }],
  });
  const { rows } = await world.broker.database.db.execute(
    sql`select count(*)::integer as requeued from machine_events where data ->> 'to' = 'queued'`,
  );
  expect(rows).toEqual([{ requeued: 1 }]);
  // What the lost one still says does not count any more.
  await silent.connect();
  expect(
    await silent.report({ machineId: id, epoch: 1 }, { kind: 'machine_gone', message: '' }),
  ).toMatchObject({
    outcome: 'stale_epoch',
  });
  await next.report(again, { kind: 'accepted' });
  await next.report(again, { kind: 'lab_session_ended', labSessionId, how: 'not_found' });
  await bringUp(next, again);
  expect(await world.machine(id)).toMatchObject({ state: 'ready', workerId: next.identity.workerId });
});

test('a ready machine stays ready when its worker is lost, and another worker adopts it', async () => {
  world = await startFleetWorld(soon);
  const lost = await world.addWorker('lost');
  const id = await world.buy();
  await bringUp(lost, await assignmentOf(lost, id, 1));
  lost.vanish();
  const heir = await world.addWorker('heir');
  keepBeating(heir);
  const adopted = await assignmentOf(heir, id, 2);
  expect(adopted).toMatchObject({ goal: 'ready', endpoint: { host: '127.0.0.1', password: `pw-${id}` } });
  await heir.report(adopted, { kind: 'accepted' });
  expect(await reportReady(heir, adopted)).toMatchObject({ outcome: 'applied' });
  expect(await world.machine(id)).toMatchObject({ state: 'ready', epoch: 2, attempt: 1, labSession: 'live' });
});

test('a ready machine that nobody adopts in time ends as worker_lost, and its lab session is ended by whoever comes', async () => {
  world = await startFleetWorld({ ...soon, BROKER_ADOPTION_DEADLINE_MS: '300' });
  const lost = await world.addWorker('lost');
  const id = await world.buy();
  const labSessionId = await bringUp(lost, await assignmentOf(lost, id, 1));
  lost.vanish();
  const ended = await world.machineUntil(id, (m) => m.state === 'failed');
  expect(ended).toMatchObject({ endReason: 'worker_lost', workerId: null });
  expect(ended.seatId).not.toBeNull();
  const cleaner = await world.addWorker('cleaner');
  keepBeating(cleaner);
  const chore = await assignmentOf(cleaner, id, 2);
  expect(chore).toMatchObject({ goal: 'end', labSessions: [{ id: labSessionId }] });
  await cleaner.report(chore, { kind: 'accepted' });
  await endLabSession(cleaner, chore, labSessionId);
  expect(await world.machineUntil(id, (m) => m.workerId === null)).toMatchObject({ seatId: null });
});

test('a machine that loses its worker again and again while being prepared ends with a refund', async () => {
  world = await startFleetWorld({ BROKER_WORKER_LOST_RETRIES_MAX: '1' });
  const identity = await world.enrol('restless');
  const id = await world.buy();
  for (let boot = 1; boot <= 2; boot += 1) {
    const worker = world.workerOf(identity);
    await worker.connect();
    await worker.report(await assignmentOf(worker, id, boot), { kind: 'accepted' });
    worker.vanish();
  }
  await world.workerOf(identity).connect();
  expect(await world.machine(id)).toMatchObject({
    state: 'failed',
    endReason: 'worker_lost',
    workerId: null,
  });
  expect(await leaseReasons()).toEqual(['worker_restarted', 'worker_restarted']);
});

test('queued, assigned → a restarted worker gets it again under a higher epoch', async () => {
  world = await startFleetWorld();
  const first = await world.addWorker('one');
  const id = await world.buy();
  await assignmentOf(first, id, 1);
  const second = world.workerOf(first.identity);
  await second.connect();
  const again = await assignmentOf(second, id, 2);
  expect(again).toMatchObject({ goal: 'ready', attempt: 1, labSessions: [] });
  expect(await first.closed()).toBe(4409);
  await bringUp(second, again);
  expect(await world.machine(id)).toMatchObject({ state: 'ready' });
});

test('provisioning → a restarted worker gets it again as a new try, told of the lab session to look for', async () => {
  world = await startFleetWorld();
  const first = await world.addWorker('one');
  const id = await world.buy();
  const labSessionId = await intendLabSession(first, await assignmentOf(first, id, 1));
  first.vanish();
  const second = world.workerOf(first.identity);
  await second.connect();
  const again = await assignmentOf(second, id, 2);
  expect(again).toMatchObject({ attempt: 2, labSessions: [{ id: labSessionId, state: 'unknown' }] });
  // Reports of the new process count from one.
  await second.report(again, { kind: 'accepted' });
  await second.report(again, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
  await bringUp(second, again);
  expect(await world.machine(id)).toMatchObject({ state: 'ready' });
});

test('ready → a restarted worker adopts it; the member notices nothing', async () => {
  world = await startFleetWorld();
  const first = await world.addWorker('one');
  const id = await world.buy();
  await bringUp(first, await assignmentOf(first, id, 1));
  first.vanish();
  const second = world.workerOf(first.identity);
  await second.connect();
  const adopted = await assignmentOf(second, id, 2);
  expect(adopted).toMatchObject({
    goal: 'ready',
    attempt: 1,
    endpoint: { kind: 'ssh' },
    labSessions: [{ state: 'live' }],
  });
  await second.report(adopted, { kind: 'accepted' });
  expect(await reportReady(second, adopted)).toMatchObject({ outcome: 'applied' });
  expect(await world.machine(id)).toMatchObject({ state: 'ready', labSession: 'live' });
});

test('stopping → a restarted worker ends the lab session', async () => {
  world = await startFleetWorld();
  const first = await world.addWorker('one');
  const id = await world.buy();
  const labSessionId = await bringUp(first, await assignmentOf(first, id, 1));
  await world.member.post(`/api/v1/machines/${id}/stop`);
  first.vanish();
  const second = world.workerOf(first.identity);
  await second.connect();
  const chore = await assignmentOf(second, id, 2);
  expect(chore).toMatchObject({ goal: 'end' });
  await second.report(chore, { kind: 'accepted' });
  await endLabSession(second, chore, labSessionId);
  expect(await world.machineUntil(id, (m) => m.state === 'stopped' && m.workerId === null)).toMatchObject({
    seatId: null,
  });
});

test('a connection that breaks and comes back keeps its machines: same epoch, nothing started anew', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const assignment = await assignmentOf(worker, id, 1);
  await intendLabSession(worker, assignment);
  worker.vanish();
  await worker.closed();
  await worker.connect();
  expect(worker.assignments).toMatchObject([{ machineId: id, epoch: 1 }]);
  expect(await worker.heartbeat()).toMatchObject({ leases: [{ machineId: id, epoch: 1 }] });
});

test('a broker that restarts loses nothing: machines run on, workers come back to the same epoch', async () => {
  world = await startFleetWorld({ BROKER_START_GRACE_MS: '60000' });
  const worker = await world.addWorker('one');
  const [ready, preparing] = [await world.buy(), await world.buy()];
  await bringUp(worker, await assignmentOf(worker, ready, 1));
  await intendLabSession(worker, await assignmentOf(worker, preparing, 1));
  // Longer away than a lease lasts: while the broker was gone nobody could renew.
  await world.broker.restart();
  await world.broker.database.db.execute(sql`update leases set expires_at = now() - interval '1 hour'`);
  const back = world.workerOf(worker.identity, worker.bootId);
  await back.connect();
  expect(back.assignments.map((one) => [one.machineId, one.epoch])).toEqual(
    expect.arrayContaining([
      [ready, 1],
      [preparing, 1],
    ]),
  );
  const { leases } = await back.heartbeat();
  expect(leases).toHaveLength(2);
  expect(await world.machine(ready)).toMatchObject({ state: 'ready', epoch: 1 });
  expect(await world.machine(preparing)).toMatchObject({ state: 'provisioning', epoch: 1 });
});

test("a revoked worker's machines are handed on: one adopted, one prepared anew", async () => {
  world = await startFleetWorld();
  const revoked = await world.addWorker('revoked');
  const [ready, preparing] = [await world.buy(), await world.buy()];
  await bringUp(revoked, await assignmentOf(revoked, ready, 1));
  await intendLabSession(revoked, await assignmentOf(revoked, preparing, 1));
  const heir = await world.addWorker('heir');
  await world.admin.post(`/api/v1/admin/workers/${revoked.identity.workerId}/revoke`, { reason: 'replaced' });
  expect(await revoked.closed()).toBe(4403);
  expect(await assignmentOf(heir, ready, 2)).toMatchObject({ goal: 'ready', endpoint: { kind: 'ssh' } });
  expect(await assignmentOf(heir, preparing, 2)).toMatchObject({
    goal: 'ready',
    labSessions: [{ state: 'unknown' }],
  });
});

test('a revoked worker that could not hear of it keeps its machines until its lease is over: it may still be clicking', async () => {
  world = await startFleetWorld({ ...soon, BROKER_LOST_AFTER_MS: '5000' });
  const revoked = await world.addWorker('revoked');
  const id = await world.buy();
  await bringUp(revoked, await assignmentOf(revoked, id, 1));
  await revoked.heartbeat();
  const heardAt = performance.now();
  // Its line is gone without a word; the order comes when nobody can tell it.
  revoked.vanish();
  const heir = await world.addWorker('heir');
  keepBeating(heir);
  await world.admin.post(`/api/v1/admin/workers/${revoked.identity.workerId}/revoke`, { reason: 'replaced' });
  await assignmentOf(heir, id, 2);
  expect(performance.now() - heardAt).toBeGreaterThan(4900);
});
