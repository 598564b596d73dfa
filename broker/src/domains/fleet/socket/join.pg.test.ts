import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
beforeEach(async () => {
  world = await startFleetWorld();
});
afterEach(() => world.close());

async function liveSessions(): Promise<number> {
  const { rows } = await world.broker.database.db.execute(
    sql`select count(*)::integer as live from worker_sessions where disconnected_at is null`,
  );
  return Number(rows[0]?.live);
}

test('a worker joins, beats and leaves; its sessions are kept as history', async () => {
  const worker = await world.addWorker('one');
  expect(worker.identity.joinCounter).toBe(1);
  expect(await worker.heartbeat()).toMatchObject({ leases: [] });
  expect(await liveSessions()).toBe(1);
  worker.vanish();
  await world.until('its end is written down', async () => (await liveSessions()) === 0);
});

test('a wrong signature, an unknown worker and a foreign protocol version are refused for good', async () => {
  const identity = await world.enrol('one');
  const other = await world.enrol('other');
  await expect(world.workerOf({ ...identity, protocol: 99 }).connect()).rejects.toThrow('4400');
  const stolenName = world.workerOf({ ...identity, privateKey: other.privateKey });
  await expect(stolenName.connect()).rejects.toThrow('4401');
  const nobody = world.workerOf({ ...identity, workerId: crypto.randomUUID() });
  await expect(nobody.connect()).rejects.toThrow('4401');
  expect(await liveSessions()).toBe(0);
});

test('a malformed message and one out of turn close the socket with 4400', async () => {
  const identity = await world.enrol('one');
  for (const text of ['{"type":"heartbeat","n":0}', 'no json', '{"type":"joined","joinCounter":7}']) {
    const worker = world.workerOf(identity);
    await worker.connect();
    worker.send(text);
    expect(await worker.closed()).toBe(4400);
  }
});

test('a browser is refused at the door: no cookie and no Origin may come in', async () => {
  for (const headers of [{ cookie: world.member.cookie() }, { origin: 'http://localhost:8080' }]) {
    const socket = new WebSocket(new URL('/worker/v1', world.broker.url.replace('http', 'ws')), { headers });
    const status = await new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('open', () => resolve('open'));
    });
    expect(status).toBe(403);
  }
});

test('a newer connection of the same process supersedes the older one', async () => {
  const identity = await world.enrol('one');
  const older = world.workerOf(identity, crypto.randomUUID());
  await older.connect();
  const newer = world.workerOf(identity, older.bootId);
  await newer.connect();
  expect(await older.closed()).toBe(4409);
  expect(await newer.heartbeat()).toMatchObject({ leases: [] });
  expect(await liveSessions()).toBe(1);
});

test('the welcome or the joined that got lost locks nobody out', async () => {
  const identity = await world.enrol('one');
  await world.broker.database.db.execute(sql`update workers set join_counter = 4, join_counter_offered = 5`);
  const behind = world.workerOf({ ...identity, joinCounter: 4 });
  await behind.connect();
  behind.vanish();
  await world.broker.database.db.execute(sql`update workers set join_counter = 4, join_counter_offered = 5`);
  const ahead = world.workerOf({ ...identity, joinCounter: 5 });
  await ahead.connect();
  expect(ahead.identity.joinCounter).toBe(6);
});

test('a copied key locks both: never two live sessions, both closed with 4423, audited', async () => {
  const identity = await world.enrol('one');
  const owner = world.workerOf(identity);
  await owner.connect();
  const clone = world.workerOf({ ...identity });
  await clone.connect();
  expect(await owner.closed()).toBe(4409);
  expect(await liveSessions()).toBe(1);
  // The owner comes back, as after any lost connection, and names the counter that the clone has used up.
  await expect(owner.connect()).rejects.toThrow('4423');
  expect(await clone.closed()).toBe(4423);
  await world.until('no session is live', async () => (await liveSessions()) === 0);
  await expect(clone.connect()).rejects.toThrow('4423');
  const { rows } = await world.broker.database.db.execute(
    sql`select reason from audit_log where action = 'worker.lock'`,
  );
  expect(rows).toHaveLength(1);
  const workerId = identity.workerId;
  const resumed = await world.admin.post(`/api/v1/admin/workers/${workerId}/resume`);
  expect(resumed).toMatchObject({ status: 409, body: { code: 'worker_state_conflict' } });
});

test('revoking closes the live socket within five seconds and for good', async () => {
  const worker = await world.addWorker('one');
  const startedAt = performance.now();
  const path = `/api/v1/admin/workers/${worker.identity.workerId}/revoke`;
  expect((await world.admin.post(path, { reason: 'stolen laptop' })).status).toBe(204);
  expect(await worker.closed()).toBe(4403);
  expect(performance.now() - startedAt).toBeLessThan(5000);
  await expect(worker.connect()).rejects.toThrow('4403');
  expect((await world.admin.post(path, { reason: 'once more' })).status).toBe(409);
});

test('revoking by another broker, that cannot tell this one, closes the socket as well', async () => {
  const worker = await world.addWorker('one');
  await world.broker.database.db.execute(sql`update workers set state = 'revoked'`);
  expect(await worker.closed()).toBe(4403);
});

test('a connection on which nothing is heard is closed with 4408, and may come back', async () => {
  await world.close();
  world = await startFleetWorld({
    BROKER_HEARTBEAT_INTERVAL_MS: '50',
    BROKER_SUSPECT_AFTER_MS: '100',
    BROKER_FENCE_AFTER_MS: '200',
  });
  const worker = await world.addWorker('one');
  expect(await worker.closed()).toBe(4408);
  await worker.connect();
});

test('a planned restart closes sockets with 1012 and the same process comes back', async () => {
  const worker = await world.addWorker('one');
  await world.broker.restart();
  expect(await worker.closed()).toBe(1012);
  const back = world.workerOf(worker.identity, worker.bootId);
  await back.connect();
  expect(await back.heartbeat()).toMatchObject({ leases: [] });
});
