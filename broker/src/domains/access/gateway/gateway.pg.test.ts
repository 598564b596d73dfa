import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { makeKey } from '../../api-keys/testing/key-session.ts';
import { type FleetWorld, startFleetWorld } from '../../fleet/testing/fleet-world.ts';
import { answerStream, dialLine, nextStream, openPage, readyMachine } from '../testing/access-world.ts';

let world: FleetWorld;
let worker: FakeWorker;
let machineId: string;
beforeAll(async () => {
  world = await startFleetWorld({
    BROKER_CONNECTIONS_PER_MACHINE_MAX: '2',
    BROKER_LIVE_KEEP_ALIVE_MS: '200',
  });
  worker = await world.addWorker('one', 16);
  machineId = (await readyMachine(world, worker)).id;
});
let isClosed = false;
afterAll(async () => {
  if (!isClosed) await world.close();
});

async function connected() {
  const seen = worker.streams.length;
  const page = await openPage(world, world.member, `/machines/${machineId}/tcp`);
  const machine = await answerStream(world, await nextStream(worker, seen));
  return { page, machine };
}

test('bytes pass both ways as they are, a program uses a key for it, and either end closes the other', async () => {
  const { page, machine } = await connected();
  const raw = Buffer.from([0, 255, 10, 13, 128]);
  page.send(raw);
  machine.send(raw);
  await expect.poll(() => machine.bytes()).toBe(raw.toString('utf8'));
  await expect.poll(() => page.bytes()).toBe(raw.toString('utf8'));
  page.socket.close(1000);
  expect(await machine.closed).toBe(1000);

  const { secret } = await makeKey(world.member, ['machines.connect']);
  const seen = worker.streams.length;
  const url = `${world.broker.url}/api/v1/machines/${machineId}/tcp`;
  const program = await dialLine(url, { authorization: `Bearer ${secret}` });
  const other = await answerStream(world, await nextStream(worker, seen));
  program.send('SSH-2.0-test');
  await expect.poll(() => other.bytes()).toBe('SSH-2.0-test');
  other.socket.close(1000);
  expect(await program.closed).toBe(4410);
});

test('a connection that goes on after the greeting is use of the machine; one that was refused is none', async () => {
  const usedAt = async () => {
    const { rows } = await world.broker.ctx.db.execute(
      sql`select used_at from machines where id = ${machineId}`,
    );
    return rows[0]?.['used_at'];
  };
  for (const bytes of [3_000, 5_000]) {
    const { page, machine } = await connected();
    machine.send(Buffer.alloc(bytes));
    await expect.poll(page.size).toBe(bytes);
    expect(await usedAt()).toBeNull();
    page.socket.close(1000);
    await machine.closed;
  }
  await expect.poll(usedAt).not.toBeNull();
});

test('nobody else connects, no more than allowed do, and none to a machine that is not ready', async () => {
  const stranger = await world.broker.register();
  const path = `/machines/${machineId}/tcp`;
  expect((await openPage(world, stranger, path)).status).toBe(404);
  expect((await openPage(world, world.admin, path)).status).toBe(404);
  expect((await openPage(world, world.member, path, { origin: 'http://evil.example' })).status).toBe(403);

  const both = [await connected(), await connected()];
  const third = await openPage(world, world.member, path);
  expect(await third.closed).toBe(4429);
  for (const { page } of both) page.socket.terminate();
  await Promise.all(both.map(({ machine }) => machine.closed));

  const waiting = await world.buy();
  const early = await openPage(world, world.member, `/machines/${waiting}/tcp`);
  expect(await early.closed).toBe(4411);
});

test('a line that is dead on the way is noticed, and a broker that stops says so', async () => {
  const dead = await connected();
  // A pulled cable: nothing is answered, not even pings.
  dead.machine.socket.pause();
  expect(await dead.page.closed).toBe(4411);

  const { page, machine } = await connected();
  isClosed = true;
  await world.close();
  expect(await page.closed).toBe(1012);
  expect(await machine.closed).toBe(1000);
});
