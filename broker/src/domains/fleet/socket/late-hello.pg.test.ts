import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';
import { dialSlowly } from '../testing/slow-line.ts';

// A hello may lie in a broken line, or wait for a connection to the database, while its worker has long dialled again.
let world: FleetWorld;
beforeAll(async () => {
  world = await startFleetWorld({}, { loops: false });
});
afterAll(() => world.close());

/** As if the newest hello had counted at another broker, and some seconds earlier. */
async function moveToAnotherBroker(workerId: string, seconds = 0): Promise<void> {
  await world.broker.database.db.execute(sql`
    update workers set hello_process = ${randomUUID()},
      hello_taken_at = hello_taken_at - ${seconds}::integer * interval '1 second'
    where id = ${workerId}
  `);
}

async function stateOf(workerId: string): Promise<string | undefined> {
  return (await world.workers()).find(({ id }) => id === workerId)?.state;
}

for (const where of ['this broker', 'another broker'] as const) {
  test(`a hello that comes after a newer connection joined at ${where} is refused; the worker is not locked`, async () => {
    const identity = await world.enrol(`joined-${where.replace(' ', '-')}`);
    const bootId = randomUUID();
    const old = await dialSlowly(world.broker.url, identity, bootId);
    const newer = world.workerOf(identity, bootId);
    await newer.connect();
    if (where === 'another broker') await moveToAnotherBroker(identity.workerId);
    old.hello();
    expect(await old.closed()).toBe(4409);
    expect(await newer.heartbeat()).toMatchObject({ leases: [] });
    newer.vanish();
    await newer.closed();
    await newer.connect();
    expect(await stateOf(identity.workerId)).toBe('active');
  });

  test(`a hello that comes between a newer connection's welcome and its joined at ${where} does not take its offer away`, async () => {
    const identity = await world.enrol(`welcomed-${where.replace(' ', '-')}`);
    const bootId = randomUUID();
    const old = await dialSlowly(world.broker.url, identity, bootId);
    const newer = await dialSlowly(world.broker.url, identity, bootId);
    newer.hello();
    await newer.welcomed();
    if (where === 'another broker') await moveToAnotherBroker(identity.workerId);
    old.hello();
    expect(await old.closed()).toBe(4409);
    await newer.joined();
    await world.workerOf(identity, bootId).connect();
    expect(await stateOf(identity.workerId)).toBe('active');
  });
}

test('welcomes that get lost one after the other, with the counter kept or not, lock nobody out', async () => {
  const identity = await world.enrol('losing');
  for (const keeps of [false, true, true, false, false, true]) {
    const { joinCounter } = identity;
    const line = await dialSlowly(world.broker.url, identity, randomUUID());
    line.hello();
    await line.welcomed();
    // Killed before it was on the disk.
    if (!keeps) identity.joinCounter = joinCounter;
  }
  await world.workerOf(identity).connect();
  expect(await stateOf(identity.workerId)).toBe('active');
});

test('of two copies that are challenged in the same moment one joins, and the other one is noticed when it dials again', async () => {
  const identity = await world.enrol('copied');
  const copy = { ...identity };
  const first = await dialSlowly(world.broker.url, identity, randomUUID());
  const second = await dialSlowly(world.broker.url, copy, randomUUID());
  second.hello();
  await second.welcomed();
  first.hello();
  expect(await first.closed()).toBe(4409);
  await second.joined();
  // Wherever that is.
  await moveToAnotherBroker(identity.workerId, 5);
  await expect(world.workerOf(identity).connect()).rejects.toThrow('4423');
  expect(await second.closed()).toBe(4423);
});
