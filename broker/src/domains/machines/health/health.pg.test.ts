import { MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEndUnused } from '../../../loops/end-unused.ts';
import { createExpireMachines } from '../../../loops/expire-machines.ts';
import { createWarnMembers } from '../../../loops/warn-members.ts';
import { purgeHealth, recordHealth } from '../index.ts';
import type { Hold } from '../reports/hold.ts';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';
import { bringUpMachine, type ReadyMachine } from '../testing/ready-machines.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

type Told = Pick<Heartbeat['holds'][number], 'health' | 'idleForMs'>;

/** A heartbeat of the holder. */
function beat({ workerId, machineId, epoch }: Hold, told: Partial<Told>): Promise<void> {
  const hold = { machineId, epoch, phase: 'ready', health: null, idleForMs: null, ...told };
  return recordHealth(world.broker.ctx, { workerId, holds: [hold] });
}

function check(n: number, ok: boolean): Told['health'] {
  return { n, agoMs: 0, ok, latencyMs: ok ? 12 : null, fault: ok ? null : 'no_answer' };
}

const round = async () => {
  await createWarnMembers(world.broker.ctx)();
  await createEndUnused(world.broker.ctx)();
};

async function history({ member, id }: ReadyMachine): Promise<MachineHealthHistory['items']> {
  const { body } = await member.get(`/api/v1/machines/${id}/health`);
  return MachineHealthHistory.parse(body).items;
}

test('each check counts once, however often it is told; the newest comes first', async () => {
  const machine = await bringUpMachine(world);
  expect((await machine.view()).health).toMatchObject({ state: 'unchecked', checkedAt: null });
  for (const n of [1, 1, 2, 2, 2]) await beat(machine.hold, { health: check(n, n === 1) });
  expect((await machine.view()).health).toMatchObject({ state: 'failing', degradedSince: null });
  expect(await history(machine)).toMatchObject([
    { ok: false, latencyMs: null, detail: 'The machine did not answer in time.' },
    { ok: true, latencyMs: 12, detail: null },
  ]);
  // Its holder began anew within the same lease, and counts from one again.
  await beat(machine.hold, { health: check(1, true) });
  expect((await machine.view()).health).toMatchObject({ state: 'ok' });
  const other = { ...machine.hold, workerId: world.labId };
  await beat(other, { health: check(7, false) });
  await beat({ ...machine.hold, epoch: machine.hold.epoch + 1 }, { health: check(7, false) });
  expect(await history(machine)).toHaveLength(3);
  const admin = await world.broker.registerAdmin();
  const asAdmin = await admin.get(`/api/v1/admin/machines/${machine.id}/health`);
  expect(MachineHealthHistory.parse(asAdmin.body).items).toHaveLength(3);
});

test('a tunnel that was given up is nothing to wait for: one check ends the machine, and its time is paid back', async () => {
  const machine = await bringUpMachine(world);
  await beat(machine.hold, { health: check(1, true) });
  await beat(machine.hold, {
    health: { n: 2, agoMs: 0, ok: false, latencyMs: null, fault: 'tunnel_given_up' },
  });
  await round();
  expect(await machine.view()).toMatchObject({ endReason: 'lab_ended' });
});

test('three failures in a row make it degraded since the first of them; one good answer ends that', async () => {
  const machine = await bringUpMachine(world);
  await world.rows(sql`update machines set ready_at = now() - interval '1 hour' where id = ${machine.id}`);
  await beat(machine.hold, { health: check(1, true) });
  for (const n of [2, 3]) await beat(machine.hold, { health: check(n, false) });
  await world.rows(
    sql`update machine_health set at = at - interval '2 minutes' where machine_id = ${machine.id}`,
  );
  expect((await machine.view()).health).toMatchObject({ state: 'failing' });
  await Promise.all([1, 2, 3].map(() => beat(machine.hold, { health: check(4, false) })));
  const { health } = await machine.view();
  expect(health).toMatchObject({ state: 'degraded' });
  const sinceMs = Date.now() - Date.parse(health?.degradedSince ?? '');
  expect(sinceMs).toBeGreaterThan(110_000);
  expect(Date.parse(health?.degradedUntil ?? '') - Date.now()).toBeGreaterThan(9 * 60_000);
  await beat(machine.hold, { health: check(5, false) });
  await beat(machine.hold, { health: check(6, true) });
  expect((await machine.view()).health).toMatchObject({
    state: 'ok',
    degradedSince: null,
    degradedUntil: null,
  });
  expect((await machine.events('health')).map(({ degraded }) => degraded)).toEqual([true, false]);
});

test('one that stays degraded is given up; the time since the first failure comes back', async () => {
  const machine = await bringUpMachine(world);
  for (const n of [1, 2, 3]) await beat(machine.hold, { health: check(n, false) });
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready' });
  await machine.endsIn('20 minutes');
  await world.rows(sql`
    update machines set degraded_since = now() - interval '10 minutes', degraded_until = now() where id = ${machine.id}`);
  await Promise.all([round(), round()]);
  expect(await machine.view()).toMatchObject({
    state: 'failed',
    endReason: 'lab_ended',
    charge: { refunded: 5 },
  });
  expect((await machine.view()).health).toBeNull();
});

test('a degraded machine whose time is over was not used to its end: its last minutes come back', async () => {
  const machine = await bringUpMachine(world);
  await machine.endsIn('0 seconds');
  await world.rows(sql`
    update machines set degraded_since = now() - interval '6 minutes', degraded_until = now() + interval '4 minutes'
    where id = ${machine.id}`);
  await createExpireMachines(world.broker.ctx)();
  expect(await machine.view()).toMatchObject({ state: 'ready' });
  await round();
  expect(await machine.view()).toMatchObject({ endReason: 'lab_ended', charge: { refunded: 1 } });
});

test('one that its lab sees in use while nobody new can reach it is not paid back for that time', async () => {
  const machine = await bringUpMachine(world, { idleMinutes: 60 });
  await machine.endsIn('31 minutes');
  await world.rows(sql`
    update machines set ready_at = now() - interval '1 hour', degraded_since = now() - interval '10 minutes',
      degraded_until = now() + interval '1 minute' where id = ${machine.id}`);
  await beat(machine.hold, { health: check(4, false), idleForMs: 0 });
  await machine.ask('stop');
  expect((await machine.view()).charge).toMatchObject({ price: 10, refunded: 5 });
});

test('while a restart runs failed checks do not count', async () => {
  const machine = await bringUpMachine(world);
  await machine.ask('restart');
  for (const n of [1, 2, 3, 4]) await beat(machine.hold, { health: check(n, false) });
  expect((await machine.view()).health).toMatchObject({ state: 'unchecked', degradedSince: null });
  expect(await history(machine)).toEqual([]);
});

test('an idle machine is warned once, used again is warned anew, and ends when its limit is reached', async () => {
  const machine = await bringUpMachine(world, { idleMinutes: 20 });
  await readyForAnHour(machine);
  expect((await machine.assignment()).wantsActivity).toBe(true);
  const idleFor = (minutes: number) => beat(machine.hold, { idleForMs: minutes * 60_000 });
  await idleFor(0);
  expect((await machine.view()).idle).toEqual({ limitMinutes: 20, since: null, endsAt: null });
  await idleFor(16);
  await round();
  await idleFor(16.01);
  await round();
  expect((await machine.events('idle_warning')).map(({ minutesLeft }) => minutesLeft)).toEqual([4]);
  const { idle } = await machine.view();
  expect(Math.round((Date.parse(idle?.endsAt ?? '') - Date.now()) / 60_000)).toBe(4);

  await idleFor(0);
  await idleFor(17);
  await round();
  expect(await machine.events('idle_warning')).toHaveLength(2);
  // Its lab does not tell just now: then nobody knows, and it goes on.
  await idleFor(21);
  await beat(machine.hold, { health: check(1, true) });
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready', idle: { since: null } });
  await idleFor(21);
  await round();
  expect(await machine.view()).toMatchObject({ state: 'stopping', endReason: 'idle' });
  expect(await machine.coins()).toEqual({ available: 40, held: 0 });
});

test('an idle machine without a worker is not ended: nobody would tell that it is used again', async () => {
  const machine = await bringUpMachine(world, { idleMinutes: 20 });
  await readyForAnHour(machine);
  await beat(machine.hold, { idleForMs: 30 * 60_000 });
  await world.rows(sql`update leases set expires_at = now() where machine_id = ${machine.id}`);
  await round();
  expect(await machine.view()).toMatchObject({ state: 'ready' });
});

test('absurd numbers of one machine neither stop the checks of the others nor count from before it was ready', async () => {
  const liar = await bringUpMachine(world, { idleMinutes: 20 });
  const honest = await bringUpMachine(world);
  const most = Number.MAX_SAFE_INTEGER;
  const absurd = { n: 2 ** 31 - 1, agoMs: most, ok: false, latencyMs: 600_000, fault: 'no_answer' } as const;
  const holdOf = ({ hold: { machineId, epoch } }: ReadyMachine) => ({ machineId, epoch, phase: 'ready' });
  await recordHealth(world.broker.ctx, {
    workerId: liar.hold.workerId,
    holds: [
      { ...holdOf(liar), health: absurd, idleForMs: most },
      { ...holdOf(honest), health: check(1, true), idleForMs: null },
    ],
  });
  expect((await honest.view()).health).toMatchObject({ state: 'ok' });
  const { readyAt, idle } = await liar.view();
  expect(idle?.since).toBe(readyAt);
  expect((await history(liar)).map(({ at }) => at)).toEqual([readyAt]);
  await round();
  expect(await liar.view()).toMatchObject({ state: 'ready' });
});

async function readyForAnHour({ id }: ReadyMachine): Promise<void> {
  await world.rows(sql`update machines set ready_at = now() - interval '1 hour' where id = ${id}`);
}

test('a product that does not end idle machines does not ask, and old checks are deleted', async () => {
  const machine = await bringUpMachine(world);
  expect((await machine.assignment()).wantsActivity).toBe(false);
  await beat(machine.hold, { idleForMs: 30 * 60_000, health: check(1, true) });
  expect((await machine.view()).idle).toBeNull();
  await beat(machine.hold, { health: check(2, true) });
  await world.rows(sql`
    update machine_health set at = at - interval '8 days'
    where machine_id = ${machine.id} and at = (select min(at) from machine_health where machine_id = ${machine.id})`);
  expect(await purgeHealth(world.broker.ctx.db, 7)).toBe(1);
  expect(await history(machine)).toHaveLength(1);
});
