import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../../database/db.ts';
import { createEndUnused } from '../../../loops/end-unused.ts';
import { createSettleOrders } from '../../../loops/settle-orders.ts';
import {
  type MachineWorld,
  openMachineWorld,
  readyReport,
  requireBalance,
  stepReport,
} from '../testing/machine-world.ts';
import { bringUpMachine, type ReadyMachine } from '../testing/ready-machines.ts';
import { restartMachine } from './restart-machine.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());
afterEach(() => requireBalance(world));

const sweep = () => createSettleOrders(world.broker.ctx)();
const giveUp = () => createEndUnused(world.broker.ctx)();

async function restarting(): Promise<{ machine: ReadyMachine; restartId: string }> {
  const machine = await bringUpMachine(world, { extension: { minutes: 30, price: 6 } });
  expect((await machine.ask('restart')).status).toBe(202);
  const { restart } = await machine.assignment();
  return { machine, restartId: restart?.restartId ?? '' };
}

function restarted(restartId: string): ReportBody {
  const ready = readyReport();
  if (ready.kind !== 'ready') throw new Error('not a ready report');
  const endpoints = ready.endpoints.map((endpoint) => ({ ...endpoint, password: 'the-new-password' }));
  return { kind: 'restarted', restartId, endpoints };
}

async function waysIn(machine: ReadyMachine): Promise<unknown> {
  return (await machine.member.get(`/api/v1/machines/${machine.id}/endpoints`)).body;
}

test('a restart closes the way in at once and opens a new one when the machine is back; the same id asks once', async () => {
  const { machine, restartId } = await restarting();
  expect(await waysIn(machine)).toEqual({ items: [] });
  const [secrets] = await world.rows(sql`
    select count(*) as n from endpoints where machine_id = ${machine.id} and secret is not null`);
  expect(secrets).toEqual({ n: 0 });
  expect(await machine.assignment()).toMatchObject({ goal: 'ready', endpoint: null, restart: { restartId } });
  expect((await machine.view()).restart).toMatchObject({ canRestart: false, failure: null });
  expect((await machine.view()).restart.pendingSince).not.toBeNull();
  expect((await machine.ask('restart')).body).toMatchObject({
    code: 'machine_not_restartable',
    detail: 'It is being restarted already.',
  });
  expect((await machine.view()).extension).toMatchObject({ whyNot: 'restarting' });
  expect((await machine.ask('extend')).body).toMatchObject({ code: 'machine_not_extendable' });

  // What a new holder says of the old way in opens nothing while the restart runs.
  await world.report(machine.hold, readyReport());
  expect(await waysIn(machine)).toEqual({ items: [] });
  await world.report(machine.hold, restarted(restartId));
  await world.report(machine.hold, restarted(restartId));
  expect(await waysIn(machine)).toMatchObject({ items: [{ password: 'the-new-password' }] });
  expect((await machine.assignment()).restart).toBeNull();
  expect((await machine.view()).restart).toEqual({ canRestart: true, pendingSince: null, failure: null });
  expect((await machine.events('restart')).map(({ state }) => state)).toEqual(['pending', 'done']);
  expect(await machine.coins()).toEqual({ available: 40, held: 0 });
});

test('two restarts at once are one', async () => {
  const machine = await bringUpMachine(world);
  const answers = await Promise.all([machine.ask('restart'), machine.ask('restart')]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
  expect(await machine.events('restart')).toHaveLength(1);
});

test('one restart is not followed by the next at once', async () => {
  const { machine, restartId } = await restarting();
  await world.report(machine.hold, restarted(restartId));
  const { ctx } = world.broker;
  const patient = { ...ctx, config: { ...ctx.config, time: { ...ctx.config.time, restartPauseMs: 30_000 } } };
  const again = async () => {
    const { id: memberId } = await machine.member.me();
    await inTransaction(ctx.db, (tx) => restartMachine(tx, patient, { memberId, machineId: machine.id }));
  };
  await expect(again()).rejects.toMatchObject({ message: expect.stringContaining('half a minute') });
  await world.rows(
    sql`update machine_restarts set decided_at = now() - interval '31 seconds' where id = ${restartId}`,
  );
  await again();
  expect((await machine.view()).restart.pendingSince).not.toBeNull();
});

test('a lab that refuses leaves the machine degraded until its holder says that it answers', async () => {
  const { machine, restartId } = await restarting();
  const failed = {
    kind: 'restart_failed',
    restartId,
    failure: 'lab_error',
    message: 'it answered 500',
  } as const;
  await world.report(machine.hold, failed);
  await world.report(machine.hold, failed);
  expect(await machine.view()).toMatchObject({
    state: 'ready',
    restart: { canRestart: true, pendingSince: null, failure: 'The lab answered with an error.' },
    health: { state: 'degraded' },
  });
  // Nobody but the holder knows a way in: the next holder is asked for the same restart.
  expect(await machine.assignment()).toMatchObject({ endpoint: null, restart: { restartId } });
  expect((await world.report(machine.hold, stepReport('running'))).outcome).toBe('applied');
  await world.report(machine.hold, readyReport());
  expect(await waysIn(machine)).toMatchObject({ items: [{ kind: 'ssh' }] });
  expect((await machine.view()).health).toMatchObject({ degradedSince: null, degradedUntil: null });
  expect((await machine.assignment()).restart).toBeNull();
  expect((await machine.events('health')).map(({ degraded }) => degraded)).toEqual([true, false]);
});

test('one that does not come back in time is given up, and the time since the restart comes back', async () => {
  const { machine, restartId } = await restarting();
  await world.rows(sql`update machine_restarts set requested_at = now() - interval '15 minutes', deadline_at = now()
    where id = ${restartId}`);
  await Promise.all([sweep(), sweep()]);
  expect(await machine.view()).toMatchObject({
    restart: { failure: 'The machine did not come back in time.' },
    health: { state: 'degraded' },
  });
  await giveUp();
  expect(await machine.view()).toMatchObject({ state: 'ready' });
  await machine.endsIn('30 minutes');
  await world.rows(sql`update machines set degraded_until = now() where id = ${machine.id}`);
  await Promise.all([giveUp(), giveUp()]);
  expect(await machine.view()).toMatchObject({
    state: 'failed',
    endReason: 'lab_ended',
    endDetail: expect.stringContaining('reach'),
    // 45 of 60 minutes of ten coins.
    charge: { refunded: 8 },
  });
  expect(await machine.coins()).toEqual({ available: 48, held: 0 });
});

test('a machine that comes back after the deadline is used again, though its restart counts as failed', async () => {
  const { machine, restartId } = await restarting();
  await world.rows(sql`update machine_restarts set deadline_at = now() where id = ${restartId}`);
  await sweep();
  await world.report(machine.hold, restarted(restartId));
  expect(await waysIn(machine)).toMatchObject({ items: [{ password: 'the-new-password' }] });
  expect(await machine.view()).toMatchObject({
    restart: { canRestart: true },
    health: { degradedSince: null },
  });
  expect((await machine.events('restart')).map(({ state }) => state)).toEqual(['pending', 'failed']);
});

test('its worker is lost in the middle: the next holder is asked for the same restart and opens the way in', async () => {
  const { machine, restartId } = await restarting();
  const next = await machine.adopt();
  expect(await machine.assignment()).toMatchObject({ endpoint: null, restart: { restartId } });
  expect((await world.report(machine.hold, restarted(restartId))).outcome).toBe('stale_epoch');
  await world.report(next, restarted(restartId));
  expect(await waysIn(machine)).toMatchObject({ items: [{ password: 'the-new-password' }] });
});

test('stop against restart: the machine ends, and no restart stays pending', async () => {
  for (let round = 0; round < 6; round += 1) {
    const machine = await bringUpMachine(world);
    const [stop] = await Promise.all([machine.ask('stop'), machine.ask('restart')]);
    expect(stop.status).toBe(200);
    const pending = await world.rows(sql`
      select id from machine_restarts where machine_id = ${machine.id} and state = 'pending'`);
    expect(pending).toEqual([]);
    expect(await waysIn(machine)).toEqual({ items: [] });
  }
});

test('only a ready machine is restarted, and only by its owner', async () => {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(10));
  expect((await member.post(`/api/v1/machines/${id}/restart`)).body).toMatchObject({
    code: 'machine_not_restartable',
    detail: 'Only a ready machine can be restarted.',
  });
  const other = await world.broker.register();
  expect((await other.post(`/api/v1/machines/${id}/restart`)).status).toBe(404);
});
