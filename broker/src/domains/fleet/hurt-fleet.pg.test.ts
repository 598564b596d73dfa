import { afterEach, expect, test } from 'vitest';
import { startBusyFleet } from './testing/busy-fleet.ts';
import { copyKey, countOverlaps } from './testing/copy-key.ts';
import { drainWhileBuying } from './testing/drain-while-buying.ts';
import { type FleetWorld, startFleetWorld } from './testing/fleet-world.ts';
import { revokeBusy } from './testing/revoke-busy.ts';

/** A host that is busy with other things makes nobody fail. */
const patient = { BROKER_ACK_TIMEOUT_MS: '20000', BROKER_PENALTY_MS: '200' };

let world: FleetWorld;
afterEach(() => world.close());

test('a copied key is locked each time, in turns and at once, and never are two sessions of a worker open', async () => {
  world = await startFleetWorld({ BROKER_WORKER_JOINS_PER_SECOND: '100000' }, { loops: false });
  for (let n = 0; n < 12; n += 1) {
    await copyKey(world, `copied-${n}`, n % 2 === 0 ? 'in turns' : 'at once');
  }
  expect(await countOverlaps(world)).toBe(0);
  expect((await world.workers()).map(({ state }) => state)).toEqual(
    Array.from({ length: 12 }, () => 'locked'),
  );
});

test('two of ten workers are revoked in the middle of their work: closed within five seconds, no write of theirs counts, their machines go on', async () => {
  world = await startFleetWorld(patient);
  const { fleet, rest } = await startBusyFleet(world, { count: 10, capacity: 2 });
  const machines = await Promise.all(Array.from({ length: 12 }, () => world.buy()));
  await Promise.all(machines.map((id) => world.machineUntil(id, (machine) => machine.state === 'ready')));
  const victims = fleet.filter(({ assignments }) => assignments.length > 0).slice(0, 2);
  expect(await revokeBusy(world, victims)).toBeGreaterThan(0);
  const gone = new Set(victims.map(({ identity }) => identity.workerId));
  for (const id of machines) {
    const now = await world.machineUntil(
      id,
      ({ state, workerId }) => state === 'ready' && workerId !== null && !gone.has(workerId),
    );
    expect(now.endReason).toBeNull();
  }
  rest();
}, 60_000);

test('drains race with purchases: nothing is given to a worker after its drain was acknowledged, nothing is cut before the deadline', async () => {
  world = await startFleetWorld(patient, { seats: 64 });
  const { fleet, rest } = await startBusyFleet(world, { count: 2, capacity: 60 });
  for (let n = 0; n < 10; n += 1) {
    const worker = fleet[n % 2];
    if (worker) await drainWhileBuying(world, worker, 6);
  }
  rest();
}, 60_000);
