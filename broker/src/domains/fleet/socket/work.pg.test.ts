import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../../database/db.ts';
import { bringUp, endLabSession, intendLabSession, reportReady } from '../../../testing/fake-provisioning.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { sshWayIn } from '../../../testing/ssh-way-in.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
afterEach(() => world.close());

/** The first assignment, once it is there. */
async function firstAssignment(worker: FakeWorker) {
  await worker.until('it has an assignment', () => worker.assignments.length > 0);
  const [assignment] = worker.assignments;
  if (!assignment) throw new Error('no assignment');
  return assignment;
}

test('a worker is given a machine, brings it up, and ends it when the member stops it', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const assignment = await firstAssignment(worker);
  expect(assignment).toMatchObject({
    machineId: id,
    goal: 'ready',
    epoch: 1,
    attempt: 1,
    seat: { username: 'seat', password: 'seat password' },
    labSessions: [],
    endpoint: null,
  });
  const labSessionId = await bringUp(worker, assignment);
  expect(await world.machine(id)).toMatchObject({ state: 'ready', labSession: 'live' });
  expect(await worker.heartbeat()).toMatchObject({ leases: [{ machineId: id, epoch: 1 }] });

  expect((await world.member.post(`/api/v1/machines/${id}/stop`)).status).toBeLessThan(300);
  await worker.until('the goal is end', () => worker.assignments[0]?.goal === 'end');
  await endLabSession(worker, assignment, labSessionId);
  await worker.until('nothing is left to do', () => worker.assignments.length === 0);
  expect(await world.machineUntil(id, (m) => m.state === 'stopped')).toMatchObject({
    workerId: null,
    seatId: null,
  });
});

test('a report that comes twice has one effect, and its answer says so', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const assignment = await firstAssignment(worker);
  const labSessionId = await intendLabSession(worker, assignment);
  const body = { kind: 'lab_session_started', labSessionId, labRef: 'r-1' } as const;
  worker.sendReport(4, assignment, body);
  expect(await worker.answerTo(4)).toMatchObject({ outcome: 'applied' });
  const before = await world.broker.database.db.execute(sql`select last_event_n from machines`);
  for (const seq of [1, 2, 3, 4]) worker.sendReport(seq, assignment, body);
  worker.sendReport(5, assignment, { kind: 'evidence', ...evidence });
  expect(await worker.answerTo(5)).toMatchObject({ outcome: 'applied' });
  expect(await worker.answerTo(4)).toMatchObject({ outcome: 'duplicate' });
  const after = await world.broker.database.db.execute(sql`select last_event_n from machines`);
  expect(after.rows).toEqual(before.rows);
  expect(await world.machine(id)).toMatchObject({ labSession: 'starting' });
});

test('a report with an old epoch changes nothing', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const { machineId } = await firstAssignment(worker);
  const stale = { machineId, epoch: 7 };
  expect(await worker.report(stale, { kind: 'accepted' })).toMatchObject({ outcome: 'stale_epoch' });
  expect(await reportReady(worker, stale)).toMatchObject({ outcome: 'stale_epoch' });
  expect(await worker.logs(stale, [chunk(1)])).toMatchObject({ seq: 1, capped: true });
  expect(await world.machine(id)).toMatchObject({ state: 'assigned', epoch: 1 });
});

test('reports out of order are sent again in order: none is lost', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const assignment = await firstAssignment(worker);
  worker.sendReport(1, assignment, { kind: 'accepted' });
  const labSessionId = crypto.randomUUID();
  worker.sendReport(3, assignment, { kind: 'lab_session_started', labSessionId, labRef: 'r' });
  expect(await worker.closed()).toBe(1011);
  await worker.connect();
  worker.sendReport(2, assignment, { kind: 'lab_session_intended', labSessionId, tag: 't-1' });
  worker.sendReport(3, assignment, { kind: 'lab_session_started', labSessionId, labRef: 'r' });
  expect(await worker.answerTo(3)).toMatchObject({ outcome: 'applied' });
  expect(await world.machine(id)).toMatchObject({ labSession: 'starting' });
});

test('a log is stored and acknowledged up to its last gapless line', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  await world.buy();
  const assignment = await firstAssignment(worker);
  expect(await worker.logs(assignment, [chunk(1), chunk(2), chunk(4)])).toMatchObject({
    seq: 2,
    capped: false,
  });
  expect(await worker.logs(assignment, [chunk(3), chunk(4)])).toMatchObject({ seq: 4 });
});

test('a report on which the broker fails again and again ends its machine with a refund instead of blocking all others', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const assignment = await firstAssignment(worker);
  await world.broker.database.db.execute(sql`alter table machine_steps rename to hidden_steps`);
  const step = { kind: 'step', attempt: 1, step: 'sign_in', state: 'running', failure: null } as const;
  worker.sendReport(1, assignment, { kind: 'accepted' });
  await worker.answerTo(1);
  for (let tries = 0; tries < 5; tries += 1) {
    worker.sendReport(2, assignment, step);
    expect(await worker.closed()).toBe(1011);
    await worker.connect();
  }
  worker.sendReport(2, assignment, step);
  expect(await worker.answerTo(2)).toMatchObject({ outcome: 'refused' });
  expect(await world.machine(id)).toMatchObject({ state: 'failed', endReason: 'provision_failed' });
});

test('a database that goes away again and again in the middle of a report ends no machine', async () => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one');
  const id = await world.buy();
  const assignment = await firstAssignment(worker);
  const { db } = world.broker.database;
  await db.execute(sql`
    create function go_away() returns trigger language plpgsql
    as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`);
  await db.execute(
    sql`create trigger away before insert on machine_steps for each row execute function go_away()`,
  );
  const step = { kind: 'step', attempt: 1, step: 'sign_in', state: 'running', failure: null } as const;
  worker.sendReport(1, assignment, { kind: 'accepted' });
  await worker.answerTo(1);
  for (let tries = 0; tries < 7; tries += 1) {
    worker.sendReport(2, assignment, step);
    expect(await worker.closed()).toBe(1011);
    await worker.connect();
  }
  await db.execute(sql`drop trigger away on machine_steps`);
  worker.sendReport(2, assignment, step);
  expect(await worker.answerTo(2)).toMatchObject({ outcome: 'applied' });
  expect(await world.machine(id)).toMatchObject({ state: 'provisioning' });
});

test.each([
  ['an option of ssh for a host', { host: '-oProxyCommand=touch /tmp/x' }],
  ['a command for a user name', { username: 'x;reboot' }],
  ['a second line in the user name', { username: 'x\n  ProxyCommand reboot' }],
  ['a host key with a second line', { knownHostsLine: 'a ssh-ed25519 AAAA\nb' }],
])('%s is refused: that machine fails with a refund, the worker keeps its others', async (_what, lie) => {
  world = await startFleetWorld();
  const worker = await world.addWorker('one', 2);
  const [id, other] = [await world.buy(), await world.buy()];
  await worker.until('it has both', () => worker.assignments.length === 2);
  const of = (machineId: string) => {
    const assignment = worker.assignments.find((one) => one.machineId === machineId);
    if (!assignment) throw new Error('no assignment');
    return assignment;
  };
  const labSessionId = await intendLabSession(worker, of(id));
  const ack = await worker.report(of(id), { kind: 'ready', endpoints: [{ ...sshWayIn, ...lie }] });
  expect(ack).toMatchObject({ outcome: 'refused' });
  expect(await world.machine(id)).toMatchObject({ state: 'failed', endReason: 'provision_failed' });
  const { body } = await world.member.get(`/api/v1/machines/${id}`);
  expect(body).toMatchObject({ charge: { state: 'released' }, endDetail: expect.any(String) });
  const { rows } = await world.broker.database.db.execute(sql`select host from endpoints`);
  expect(rows).toEqual([]);
  await worker.until('it is to end it', () => of(id).goal === 'end');
  await endLabSession(worker, of(id), labSessionId);
  await bringUp(worker, of(other));
  expect(await world.machine(other)).toMatchObject({ state: 'ready' });
});

test('a worker that does not accept is passed over, and the machine goes to the next', async () => {
  world = await startFleetWorld({ BROKER_ACK_TIMEOUT_MS: '150' });
  const mute = await world.addWorker('mute');
  const id = await world.buy();
  await firstAssignment(mute);
  const able = await world.addWorker('able');
  const assignment = await firstAssignment(able);
  expect(assignment).toMatchObject({ machineId: id, epoch: 2 });
  await bringUp(able, assignment);
  expect(mute.assignments).toHaveLength(0);
  expect(await mute.report({ machineId: id, epoch: 1 }, { kind: 'accepted' })).toMatchObject({
    outcome: 'stale_epoch',
  });
});

test('a worker that fails again and again waits ever longer for work, until a machine becomes ready there', async () => {
  world = await startFleetWorld({ BROKER_ACK_TIMEOUT_MS: '1000', BROKER_PENALTY_MS: '60000' });
  const { db } = world.broker.database;
  const worker = await world.addWorker('mute');
  const judge = async () => {
    const [row] = await readRows(
      db,
      z.object({ failures: z.int(), penaltyMs: z.number().nullable() }),
      sql`select failures, (extract(epoch from penalised_until - now()) * 1000)::double precision as "penaltyMs" from workers`,
    );
    return row ?? { failures: -1, penaltyMs: null };
  };
  const id = await world.buy();
  await world.until('it failed once', async () => (await judge()).failures === 1);
  expect((await judge()).penaltyMs).toBeLessThanOrEqual(60_000);
  await db.execute(sql`update workers set penalised_until = null`);
  await world.until('it failed twice', async () => (await judge()).failures === 2);
  expect((await judge()).penaltyMs).toBeGreaterThan(60_000);
  await db.execute(sql`update workers set penalised_until = null`);
  // The second one may still be in its list for a moment after that was taken back.
  await worker.until('it is asked once more', () => worker.assignments[0]?.epoch === 3);
  await bringUp(worker, await firstAssignment(worker));
  expect(await world.machine(id)).toMatchObject({ state: 'ready' });
  expect(await judge()).toMatchObject({ failures: 0 });
});

test('a worker that says it is leaving gets nothing new but keeps what it has', async () => {
  world = await startFleetWorld();
  const leaving = await world.addWorker('leaving');
  const first = await world.buy();
  const assignment = await firstAssignment(leaving);
  await leaving.report(assignment, { kind: 'accepted' });
  await leaving.heartbeat({ draining: true });
  const second = await world.buy();
  const other = await world.addWorker('other');
  await firstAssignment(other);
  expect(await world.machine(second)).toMatchObject({ workerId: other.identity.workerId });
  expect(await world.machine(first)).toMatchObject({ workerId: leaving.identity.workerId });
});

function chunk(seq: number) {
  return { seq, at: new Date().toISOString(), source: 'worker' as const, text: `line ${seq}\n` };
}

const evidence = {
  evidenceId: crypto.randomUUID(),
  takenAt: new Date().toISOString(),
  step: null,
  failure: null,
  message: 'seen',
  url: 'http://lab.localhost/',
  title: 'Lab',
  screenshot: null,
  dom: '<html></html>',
  console: [],
  network: [],
  stepLog: [],
};
