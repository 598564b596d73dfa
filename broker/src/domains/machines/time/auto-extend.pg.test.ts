import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createSettleOrders } from '../../../loops/settle-orders.ts';
import { type MachineWorld, openMachineWorld, requireBalance } from '../testing/machine-world.ts';
import { bringUpMachine, extendedReport, type ReadyMachine } from '../testing/ready-machines.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());
afterEach(() => requireBalance(world));

const terms = { extension: { minutes: 30, price: 6 } };
const round = () => createSettleOrders(world.broker.ctx)();

function switchTo(machine: ReadyMachine, enabled: boolean) {
  return machine.member.put(`/api/v1/machines/${machine.id}/auto-extend`, { enabled });
}

test('shortly before the end it buys once, by itself, and again before the next end', async () => {
  const machine = await bringUpMachine(world, terms);
  expect((await switchTo(machine, true)).body).toMatchObject({ autoExtend: true, autoExtendStopped: null });
  await switchTo(machine, true);
  await machine.endsIn('6 minutes');
  await round();
  expect(await machine.coins()).toEqual({ available: 40, held: 0 });
  for (const available of [34, 28]) {
    await machine.endsIn('4 minutes 59 seconds');
    await Promise.all([round(), round(), round()]);
    expect(await machine.coins()).toEqual({ available, held: 6 });
    await world.report(machine.hold, await extendedReport(machine));
    await round();
    expect(await machine.coins()).toEqual({ available, held: 0 });
  }
  const events = await machine.events('extension');
  expect(events.map(({ state, automatic }) => [state, automatic])).toEqual([
    ['pending', true],
    ['applied', true],
    ['pending', true],
    ['applied', true],
  ]);
  expect((await machine.events('auto_extend')).map(({ enabled }) => enabled)).toEqual([true]);
});

test('a short extension is bought late: a quarter of its time before the end', async () => {
  const machine = await bringUpMachine(world, { extension: { minutes: 4, price: 1 } });
  await switchTo(machine, true);
  await machine.endsIn('65 seconds');
  await round();
  expect(await machine.coins()).toMatchObject({ held: 0 });
  await machine.endsIn('59 seconds');
  await round();
  expect(await machine.coins()).toMatchObject({ held: 1 });
});

test('too few coins, the longest life, and a lab that refuses switch it off with a sentence; nothing is tried again', async () => {
  const poor = await bringUpMachine(world, { extension: { minutes: 30, price: 41 } });
  const old = await bringUpMachine(world, { ...terms, maxLifeMinutes: 20 * 60 });
  const refused = await bringUpMachine(world, terms);
  for (const machine of [poor, old, refused]) {
    await switchTo(machine, true);
    await machine.endsIn('4 minutes');
  }
  await world.rows(sql`update machines set ready_at = now() - interval '20 hours' where id = ${old.id}`);
  await round();
  const { extension } = await refused.assignment();
  await world.report(refused.hold, {
    kind: 'extension_failed',
    extensionId: extension?.extensionId ?? '',
    failure: 'no_quota',
    message: 'no more',
  });
  await Promise.all([round(), round()]);
  const stopped = async (machine: ReadyMachine) => (await machine.view()).autoExtendStopped;
  expect(await stopped(poor)).toMatch(/^1 more coin is needed/);
  expect(await stopped(old)).toBe('A machine of this product runs for 1200 minutes at most.');
  expect(await stopped(refused)).toBe('The lab has no machines left for our account.');
  for (const machine of [poor, old, refused]) {
    expect(await machine.coins()).toEqual({ available: 40, held: 0 });
    expect(await machine.view()).toMatchObject({ state: 'ready', autoExtend: false });
    expect((await machine.events('auto_extend')).map(({ enabled }) => enabled)).toEqual([true, false]);
  }
  expect(await refused.events('extension')).toHaveLength(2);
  // The owner's own wish is tried again.
  expect((await switchTo(poor, true)).body).toMatchObject({ autoExtend: true, autoExtendStopped: null });
});

test('one that nobody can reach is extended neither by itself nor by hand; one that is restarted waits until that is done', async () => {
  const dead = await bringUpMachine(world, terms);
  const restarting = await bringUpMachine(world, terms);
  for (const machine of [dead, restarting]) {
    await switchTo(machine, true);
    await machine.endsIn('4 minutes');
  }
  await world.rows(sql`
    update machines set degraded_since = now(), degraded_until = now() + interval '10 minutes' where id = ${dead.id}`);
  await restarting.ask('restart');
  await round();
  for (const machine of [dead, restarting]) {
    expect(await machine.coins()).toEqual({ available: 40, held: 0 });
    expect(await machine.view()).toMatchObject({ autoExtend: true, autoExtendStopped: null });
  }
  expect((await dead.view()).extension).toMatchObject({ canExtend: false, whyNot: 'unreachable' });
  expect(await dead.ask('extend')).toMatchObject({
    status: 409,
    body: { code: 'machine_not_extendable', detail: 'The machine cannot be reached just now.' },
  });
});

test('it cannot be switched on where there is nothing to buy; another member cannot switch it at all', async () => {
  const machine = await bringUpMachine(world);
  expect(await switchTo(machine, true)).toMatchObject({
    status: 409,
    body: { code: 'machine_not_extendable', detail: 'This product does not offer more time.' },
  });
  expect((await switchTo(machine, false)).status).toBe(200);
  const other = await world.broker.register();
  const path = `/api/v1/machines/${machine.id}/auto-extend`;
  expect((await other.put(path, { enabled: true })).status).toBe(404);
});

test('switching on again and again is refused after a while; switching off never is', async () => {
  const machine = await bringUpMachine(world, terms);
  const answers: number[] = [];
  for (let at = 0; at < 8; at += 1) {
    answers.push((await switchTo(machine, true)).status);
    expect((await switchTo(machine, false)).body).toMatchObject({ autoExtend: false });
  }
  expect(answers).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
  expect(await machine.events('auto_extend')).toHaveLength(12);
  await world.rows(
    sql`update machine_events set at = at - interval '1 minute' where machine_id = ${machine.id}`,
  );
  expect((await switchTo(machine, true)).status).toBe(200);
});
