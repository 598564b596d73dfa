import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeAssignments } from './index.ts';
import { type MachineWorld, openMachineWorld } from './testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

test('a seat that cannot be opened costs its own machine only, with the coins back', async () => {
  const member = await world.broker.register();
  const productId = await world.makeProduct(10);
  const broken = await world.buy(member, productId);
  const sound = await world.buy(member, productId);
  await world.assign(broken.id);
  await world.assign(sound.id);
  await world.rows(sql`
    update seats set secret = 'damaged' where id = (select seat_id from machines where id = ${broken.id})`);

  const { ctx } = world.broker;
  const told = await describeAssignments(ctx.db, ctx, world.workerId);
  expect(told.map(({ machineId }) => machineId)).toEqual([sound.id]);
  expect(told[0]?.seat.password).toMatch(/^seat-password-/);
  expect((await member.get(`/api/v1/machines/${broken.id}`)).body).toMatchObject({
    state: 'failed',
    endReason: 'provision_failed',
    charge: { state: 'released' },
  });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 40, heldEarned: 10 });
  const seats = await world.rows(sql`select in_use from seats where disabled_at is not null`);
  expect(seats).toEqual([{ in_use: 0 }]);
});

test('a ready machine whose seat cannot be opened any more does not keep the others from their worker', async () => {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(10));
  await world.bringUp(await world.assign(id));
  await world.rows(sql`
    update seats set secret = 'damaged' where id = (select seat_id from machines where id = ${id})`);
  const { ctx } = world.broker;
  const told = await describeAssignments(ctx.db, ctx, world.workerId);
  expect(told.map(({ machineId }) => machineId)).not.toContain(id);
  expect(told).toHaveLength(1);
  expect((await member.get(`/api/v1/machines/${id}`)).body).toMatchObject({ state: 'ready' });
});
