import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../../database/db.ts';
import { endMachine } from '../index.ts';
import { type MachineWorld, openMachineWorld, requireBalance } from '../testing/machine-world.ts';
import { bringUpMachine, extendedReport, type ReadyMachine } from '../testing/ready-machines.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());
afterEach(() => requireBalance(world));

/** Sixty minutes for ten coins, and twice thirty minutes for six. */
async function extendedTwice(): Promise<ReadyMachine> {
  const machine = await bringUpMachine(world, { extension: { minutes: 30, price: 6 } });
  for (let bought = 0; bought < 2; bought += 1) {
    await machine.ask('extend');
    await world.report(machine.hold, await extendedReport(machine));
  }
  expect(await machine.coins()).toEqual({ available: 28, held: 0 });
  return machine;
}

function end(machine: ReadyMachine, reason: 'lab_ended' | 'worker_lost' | 'expired'): Promise<boolean> {
  const { ctx } = world.broker;
  return inTransaction(ctx.db, (tx) => endMachine(tx, ctx, machine.id, { reason, actor: 'test' }));
}

test.each([
  // Minutes left of 120, and what comes back of 10, 6 and 6.
  { left: 120, back: 22 },
  { left: 75, back: 6 + 6 + 3 },
  { left: 45, back: 6 + 3 },
  { left: 10, back: 2 },
  { left: 0, back: 0 },
])(
  '$left of 120 minutes unused: $back of 22 coins back, each charge by its own time',
  async ({ left, back }) => {
    const machine = await extendedTwice();
    await machine.endsIn(`${left} minutes`);
    await Promise.all([end(machine, 'worker_lost'), end(machine, 'lab_ended'), end(machine, 'worker_lost')]);
    expect(await machine.coins()).toEqual({ available: 28 + back, held: 0 });
    expect((await machine.view()).charge).toMatchObject({ price: 22, refunded: back });
  },
);

test('time in which nobody could reach it counts as unused when we end it', async () => {
  const machine = await extendedTwice();
  await machine.endsIn('15 minutes');
  await degradedBeforeEnd(machine, '45 minutes');
  await end(machine, 'lab_ended');
  // 45 minutes: the whole second extension and half of the first.
  expect(await machine.coins()).toEqual({ available: 28 + 9, held: 0 });
});

test('who stops a machine that nobody can reach gets the time since then back, as by waiting; else what was sold without a refund stays sold', async () => {
  const dead = await extendedTwice();
  const alive = await extendedTwice();
  for (const machine of [dead, alive]) await machine.endsIn('40 minutes');
  await degradedBeforeEnd(dead, '45 minutes');
  expect((await dead.ask('stop')).status).toBe(200);
  expect((await alive.ask('stop')).status).toBe(200);
  // 45 minutes: the whole second extension and half of the first.
  expect(await dead.coins()).toEqual({ available: 28 + 9, held: 0 });
  expect(await alive.coins()).toEqual({ available: 28, held: 0 });
});

/** Nobody can reach it since so long before its end. */
async function degradedBeforeEnd({ id }: ReadyMachine, interval: string): Promise<void> {
  await world.rows(sql`
    update machines set degraded_since = expires_at - ${interval}::interval, degraded_until = now() + interval '5 minutes',
      used_at = null
    where id = ${id}`);
}

test('what was used after nobody new could reach it is paid, and who stops it is given whole coins only', async () => {
  const lastUses = [
    { use: sql`used_at = expires_at - interval '30 minutes'`, back: 5 },
    { use: sql`idle_since = expires_at - interval '30 minutes'`, back: 5 },
    { use: sql`used_at = expires_at - interval '70 minutes'`, back: 7 },
  ];
  const given: number[] = [];
  for (const { use } of lastUses) {
    const machine = await bringUpMachine(world);
    await machine.endsIn('29 minutes');
    await degradedBeforeEnd(machine, '45 minutes');
    await world.rows(sql`update machines set ${use} where id = ${machine.id}`);
    await machine.ask('stop');
    given.push((await machine.view()).charge?.refunded ?? -1);
  }
  expect(given).toEqual(lastUses.map(({ back }) => back));
});

test('where a member can end the machine from inside, an end by the lab gives whole coins only', async () => {
  const given: number[] = [];
  for (const recipe of ['bundled', 'jupyter']) {
    const machine = await bringUpMachine(world);
    await machine.endsIn('59 minutes');
    await world.rows(sql`update labs set recipe = ${recipe}`);
    await end(machine, 'lab_ended');
    given.push((await machine.view()).charge?.refunded ?? -1);
  }
  await world.rows(sql`update labs set recipe = 'bundled'`);
  const lost = await bringUpMachine(world);
  await lost.endsIn('59 minutes');
  await world.rows(sql`update labs set recipe = 'jupyter'`);
  await end(lost, 'worker_lost');
  given.push((await lost.view()).charge?.refunded ?? -1);
  await world.rows(sql`update labs set recipe = 'bundled'`);
  expect(given).toEqual([10, 9, 10]);
});

test('the end of a stretch is not for nothing: who stops in its last minutes gets whole coins only', async () => {
  const stopped: number[] = [];
  for (const left of ['60 minutes', '59 minutes', '31 minutes', '5 minutes', '3 seconds']) {
    const machine = await bringUpMachine(world, { extension: { minutes: 60, price: 1 } });
    await world.rows(sql`update machines set refunds_unused_on_stop = true where id = ${machine.id}`);
    await machine.ask('extend');
    await world.report(machine.hold, await extendedReport(machine));
    await machine.endsIn(left);
    await machine.ask('stop');
    stopped.push((await machine.view()).charge?.refunded ?? -1);
  }
  expect(stopped).toEqual([0, 0, 0, 0, 0]);
  const half = await bringUpMachine(world);
  await world.rows(sql`update machines set refunds_unused_on_stop = true where id = ${half.id}`);
  await half.endsIn('35 minutes');
  await half.ask('stop');
  expect((await half.view()).charge).toMatchObject({ price: 10, refunded: 5 });
});

test('an end by its own time gives nothing back; a pending extension always comes back whole', async () => {
  const machine = await extendedTwice();
  await machine.ask('extend');
  expect(await machine.coins()).toEqual({ available: 22, held: 6 });
  await end(machine, 'expired');
  expect(await machine.coins()).toEqual({ available: 28, held: 0 });
  expect((await machine.view()).charge).toMatchObject({ price: 22, refunded: 0 });
  expect((await machine.events('extension')).at(-1)).toMatchObject({
    state: 'refused',
    minutes: 30,
    price: 6,
  });
});

test('an end gives the place of its product back once', async () => {
  const machine = await bringUpMachine(world);
  const usage = sql`select u.active_machines from member_product_usage u
    join machines m on m.owner_id = u.user_id and m.product_id = u.product_id where m.id = ${machine.id}`;
  expect(await world.rows(usage)).toEqual([{ active_machines: 1 }]);
  await machine.ask('stop');
  await end(machine, 'expired');
  expect(await world.rows(usage)).toEqual([{ active_machines: 1 }]);
  const ended = { kind: 'lab_session_ended', labSessionId: machine.labSessionId, how: 'confirmed' } as const;
  await Promise.all([world.report(machine.hold, ended), world.report(machine.hold, ended)]);
  expect(await world.rows(usage)).toEqual([{ active_machines: 0 }]);
});
