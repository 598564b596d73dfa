import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEndUnused } from '../../../loops/end-unused.ts';
import { createSettleOrders } from '../../../loops/settle-orders.ts';
import { recordHealth } from '../index.ts';
import {
  type MachineWorld,
  openMachineWorld,
  readyReport,
  requireBalance,
} from '../testing/machine-world.ts';
import { bringUpMachine, extendedReport, type ReadyMachine } from '../testing/ready-machines.ts';
import { warnIdle } from './warn-idle.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());
afterEach(() => requireBalance(world));

const terms = { idleMinutes: 20, extension: { minutes: 30, price: 6 } };
const minuteMs = 60_000;

/** One that became ready an hour ago. */
async function bringUpOld(): Promise<ReadyMachine> {
  const machine = await bringUpMachine(world, terms);
  await world.rows(sql`update machines set ready_at = now() - interval '1 hour' where id = ${machine.id}`);
  return machine;
}

function tellIdle({ hold: { workerId, machineId, epoch } }: ReadyMachine, minutes: number): Promise<void> {
  const idleForMs = minutes * minuteMs;
  const holds = [{ machineId, epoch, phase: 'ready', health: null, idleForMs } as const];
  return recordHealth(world.broker.ctx, { workerId, holds });
}

async function round(): Promise<void> {
  await warnIdle(world.broker.ctx);
  await createEndUnused(world.broker.ctx)();
}

async function idleEndsInMinutes(machine: ReadyMachine): Promise<number | null> {
  const endsAt = (await machine.view()).idle?.endsAt ?? null;
  return endsAt === null ? null : Math.round((Date.parse(endsAt) - Date.now()) / minuteMs);
}

/** Its owner has it restarted; the worker says that it is back. */
async function restart(machine: ReadyMachine, whileItRuns: () => Promise<void>): Promise<void> {
  expect((await machine.ask('restart')).status).toBe(202);
  await whileItRuns();
  const { restart: asked } = await machine.assignment();
  const ready = readyReport();
  if (ready.kind !== 'ready') throw new Error('not a ready report');
  const { endpoints } = ready;
  await world.report(machine.hold, { kind: 'restarted', restartId: asked?.restartId ?? '', endpoints });
}

test('nobody can use a machine that is degraded: it does not end as idle but is given up, with a refund', async () => {
  const machine = await bringUpOld();
  await tellIdle(machine, 25);
  await machine.endsIn('30 minutes');
  await world.rows(sql`
    update machines set degraded_since = now(), degraded_until = now() + interval '10 minutes' where id = ${machine.id}`);
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready', idle: { endsAt: null } });
  expect(await machine.events('idle_warning')).toEqual([]);
  await world.rows(sql`update machines set degraded_until = now() where id = ${machine.id}`);
  await round();
  expect(await machine.view()).toMatchObject({ endReason: 'lab_ended', charge: { refunded: 5 } });
});

test('one that answers again is idle from then on at the earliest', async () => {
  const machine = await bringUpOld();
  await tellIdle(machine, 25);
  await world.rows(sql`
    update machines set degraded_since = now(), degraded_until = now() + interval '10 minutes' where id = ${machine.id}`);
  const { workerId, machineId, epoch } = machine.hold;
  const health = { n: 1, agoMs: 0, ok: true, latencyMs: 1, fault: null };
  await recordHealth(world.broker.ctx, {
    workerId,
    holds: [{ machineId, epoch, phase: 'ready', health, idleForMs: 25 * minuteMs }],
  });
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready', health: { state: 'ok' } });
  expect(await idleEndsInMinutes(machine)).toBe(20);
});

test('a restart is use: the machine does not end as idle during it, nor right after it', async () => {
  const machine = await bringUpOld();
  await tellIdle(machine, 19.9);
  await round();
  expect(await machine.events('idle_warning')).toHaveLength(1);
  await restart(machine, async () => {
    await world.rows(
      sql`update machines set idle_since = now() - interval '21 minutes' where id = ${machine.id}`,
    );
    await round();
    expect(await machine.view()).toMatchObject({ state: 'ready' });
  });
  await tellIdle(machine, 22);
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready' });
  expect(await idleEndsInMinutes(machine)).toBe(20);
  // Then it counts anew, with a warning of its own.
  await world.rows(sql`update machines set used_at = now() - interval '16 minutes' where id = ${machine.id}`);
  await round();
  expect(await machine.events('idle_warning')).toHaveLength(2);
  await world.rows(sql`update machines set used_at = now() - interval '20 minutes' where id = ${machine.id}`);
  await round();
  expect(await machine.view()).toMatchObject({ endReason: 'idle' });
});

test('time that its owner just bought is not eaten by the idle end', async () => {
  const machine = await bringUpOld();
  await tellIdle(machine, 19.9);
  expect((await machine.ask('extend')).status).toBe(202);
  await world.report(machine.hold, await extendedReport(machine));
  await tellIdle(machine, 21);
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready', charge: { price: 16 } });
  expect(await idleEndsInMinutes(machine)).toBe(20);
});

test('no time is bought by itself for a machine that ends as idle unless somebody uses it', async () => {
  const machine = await bringUpOld();
  await machine.member.put(`/api/v1/machines/${machine.id}/auto-extend`, { enabled: true });
  await machine.endsIn('2 minutes');
  const settle = createSettleOrders(world.broker.ctx);
  for (const idleFor of [19.9, 17, 14]) {
    await tellIdle(machine, idleFor);
    await settle();
    expect(await machine.coins()).toEqual({ available: 40, held: 0 });
  }
  expect(await machine.view()).toMatchObject({ autoExtend: true, autoExtendStopped: null });
  await tellIdle(machine, 1);
  await settle();
  expect(await machine.coins()).toEqual({ available: 34, held: 6 });
});
