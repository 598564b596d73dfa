import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrokerContext } from '../context.ts';
import { type MachineWorld, openMachineWorld } from '../domains/machines/testing/machine-world.ts';
import {
  bringUpMachine,
  extendedReport,
  type ReadyMachine,
} from '../domains/machines/testing/ready-machines.ts';
import { createEndUnused } from './end-unused.ts';
import { createExpireMachines } from './expire-machines.ts';
import { createSettleOrders } from './settle-orders.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

async function roundOf(ctx: BrokerContext): Promise<void> {
  for (const create of [createSettleOrders, createEndUnused, createExpireMachines]) await create(ctx)();
}

const round = () => roundOf(world.broker.ctx);

/** The first round of a broker that has just started. */
function firstRound(): Promise<void> {
  const { ctx } = world.broker;
  const { config } = ctx;
  return roundOf({ ...ctx, config: { ...config, fleet: { ...config.fleet, startGraceMs: 60_000 } } });
}

function bringUp(): Promise<ReadyMachine> {
  return bringUpMachine(world, { idleMinutes: 20, extension: { minutes: 30, price: 6 } });
}

test('deadlines that passed while we were away wait for what the workers have to tell; then they count', async () => {
  const given = await bringUp();
  const late = await bringUp();
  const restarting = await bringUp();
  const unreachable = await bringUp();
  const idle = await bringUp();
  for (const machine of [given, late]) {
    await machine.ask('extend');
    await machine.endsIn('-40 seconds');
  }
  await restarting.ask('restart');
  await world.rows(sql`update machine_extensions set deadline_at = now() - interval '10 seconds'`);
  await world.rows(sql`update machine_restarts set deadline_at = now() - interval '10 seconds'`);
  await world.rows(sql`
    update machines set degraded_since = now() - interval '11 minutes', degraded_until = now() - interval '1 minute'
    where id = ${unreachable.id}`);
  await world.rows(sql`
    update machines set ready_at = now() - interval '1 hour', idle_since = now() - interval '21 minutes' where id = ${idle.id}`);
  await firstRound();
  for (const machine of [given, late, restarting, unreachable, idle])
    expect(await machine.view()).toMatchObject({ state: 'ready' });
  expect((await restarting.view()).restart.pendingSince).not.toBeNull();

  await world.report(given.hold, await extendedReport(given));
  await round();
  expect(await given.view()).toMatchObject({ state: 'ready', charge: { price: 16, refunded: 0 } });
  expect(await late.view()).toMatchObject({ endReason: 'expired', charge: { price: 10 } });
  expect((await restarting.view()).restart.failure).not.toBeNull();
  expect(await unreachable.view()).toMatchObject({ endReason: 'lab_ended' });
  expect(await idle.view()).toMatchObject({ endReason: 'idle' });
});

test('one that cannot be reached is not given up while no worker could tell that it answers again, until its time is over', async () => {
  const machine = await bringUp();
  await world.rows(sql`update leases set expires_at = now() where machine_id = ${machine.id}`);
  await world.rows(sql`
    update machines set degraded_since = now() - interval '11 minutes', degraded_until = now() - interval '1 minute'
    where id = ${machine.id}`);
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready' });
  await machine.endsIn('0 seconds');
  await round();
  expect(await machine.view()).toMatchObject({ endReason: 'lab_ended', charge: { refunded: 2 } });
});
