import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
afterEach(() => world.close());

const strict = { BROKER_WORKER_FAILURES_MAX: '3' };

async function theWorker() {
  const [worker] = await world.workers();
  if (!worker) throw new Error('no worker');
  return worker;
}

/** Takes each machine it is given and gives it up, so many times. */
async function failMachines(
  worker: FakeWorker,
  failure: 'browser_failed' | 'lab_unreachable',
  times: number,
) {
  for (let n = 0; n < times; n += 1) {
    await worker.until('it has work', () => worker.assignments.some(({ goal }) => goal === 'ready'));
    const assignment = worker.assignments.find(({ goal }) => goal === 'ready');
    if (!assignment) throw new Error('no assignment');
    await worker.report(assignment, { kind: 'accepted' });
    await worker.report(assignment, { kind: 'failed', failure, message: 'it broke', step: 'sign_in' });
    await worker.until('it is let go', () =>
      worker.assignments.every(
        ({ machineId, epoch }) => machineId !== assignment.machineId || epoch > assignment.epoch,
      ),
    );
  }
}

test('a worker that fails three times for its own reasons gets nothing until a probe passes; who waits is told', async () => {
  world = await startFleetWorld({ ...strict, BROKER_PAGE_FAULT_LEASES_MAX: '1' });
  const worker = await world.addWorker('one', 1);
  for (let n = 0; n < 3; n += 1) await world.buy();
  await failMachines(worker, 'browser_failed', 3);
  expect((await theWorker()).failing).toMatchObject({ reason: '3 failures: browser failed' });
  await worker.until('it is asked at once', () => worker.probes.length === 1);
  const waiting = await world.buy();
  worker.answerProbe({ ok: false, fault: 'not_drawn' });
  await world.until('the reason is shown', async () =>
    ((await theWorker()).failing?.reason ?? '').includes('could not draw a page'),
  );
  expect(await world.machine(waiting)).toMatchObject({ state: 'queued' });
  expect((await world.member.get(`/api/v1/machines/${waiting}`)).body).toMatchObject({
    queue: { blocked: 'no_worker' },
  });
  await world.broker.database.db.execute(sql`update workers set probe_sent_at = now() - interval '1 hour'`);
  await worker.until('it is asked again', () => worker.probes.length === 2);
  worker.answerProbe({ ok: true });
  await world.machineUntil(waiting, (machine) => machine.state === 'assigned');
  expect((await theWorker()).failing).toBeNull();
});

test("the lab's failures do not count against the worker", async () => {
  // Its seat's breaker would end the row of them.
  world = await startFleetWorld({
    ...strict,
    BROKER_PAGE_FAULT_LEASES_MAX: '1',
    BROKER_BREAKER_FAILURES_MAX: '5',
  });
  const worker = await world.addWorker('one', 1);
  for (let n = 0; n < 4; n += 1) await world.buy();
  await failMachines(worker, 'lab_unreachable', 4);
  expect((await theWorker()).failing).toBeNull();
});

test('machines that are never accepted make a worker failing; an admin gives it work again with resume', async () => {
  world = await startFleetWorld({ ...strict, BROKER_ACK_TIMEOUT_MS: '100', BROKER_PENALTY_MS: '0' });
  await world.addWorker('mute', 1);
  const id = await world.buy();
  await world.until('it is failing', async () => (await theWorker()).failing !== null);
  const path = `/api/v1/admin/workers/${(await theWorker()).id}/resume`;
  expect((await world.admin.post(path)).status).toBe(204);
  await world.machineUntil(id, ({ state }) => state === 'assigned');
  expect((await world.admin.post(path)).status).toBe(409);
});

test('all that one dead process held counts once against its worker', async () => {
  world = await startFleetWorld({ ...strict, BROKER_START_GRACE_MS: '0' });
  const worker = await world.addWorker('one', 4);
  for (let n = 0; n < 4; n += 1) await world.buy();
  await worker.until('it has them', () => worker.assignments.length === 4);
  for (const assignment of worker.assignments) await worker.report(assignment, { kind: 'accepted' });
  worker.vanish();
  const { db } = world.broker.database;
  await db.execute(sql`update leases set expires_at = now()`);
  await world.until('they are taken away', async () => {
    const { rows } = await db.execute(sql`select 1 from leases where release_reason = 'worker_lost'`);
    return rows.length === 4;
  });
  const { rows } = await db.execute(sql`select kind from worker_failures`);
  expect(rows).toEqual([{ kind: 'lost' }]);
});
