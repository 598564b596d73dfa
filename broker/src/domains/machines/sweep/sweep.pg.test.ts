import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../../database/db.ts';
import { createEndClosedLabs } from '../../../loops/end-closed-labs.ts';
import { createExpireMachines } from '../../../loops/expire-machines.ts';
import { createFinishStopping } from '../../../loops/finish-stopping.ts';
import { createReleaseOrphanHolds } from '../../../loops/release-orphan-holds.ts';
import { createTimeOutProvisioning } from '../../../loops/time-out-provisioning.ts';
import { createTimeOutQueued } from '../../../loops/time-out-queued.ts';
import { createWarnMembers } from '../../../loops/warn-members.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { releaseLease } from '../../leases/index.ts';
import { requeueMachine } from '../index.ts';
import { type MachineWorld, openMachineWorld, stepReport } from '../testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

async function bought() {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(10));
  return { member, id };
}

async function view(member: TestSession, id: string) {
  return (await member.get(`/api/v1/machines/${id}`)).body;
}

test('a machine is warned at ten and at two minutes, each once, and ends without a refund when its time is over', async () => {
  const { member, id } = await bought();
  await world.bringUp(await world.assign(id));
  const round = createExpireMachines(world.broker.ctx);
  for (const left of ['9 minutes', '8 minutes', '90 seconds', '30 seconds']) {
    await world.rows(sql`update machines set expires_at = now() + ${left}::interval where id = ${id}`);
    await createWarnMembers(world.broker.ctx)();
    await round();
  }
  const warned = await world.rows(sql`
    select data from machine_events where machine_id = ${id} and kind = 'expiry_warning' order by n`);
  expect(warned.map(({ data }) => data)).toEqual([{ minutesLeft: 10 }, { minutesLeft: 2 }]);

  await world.rows(sql`update machines set expires_at = now() where id = ${id}`);
  await Promise.all([round(), round(), round()]);
  expect(await view(member, id)).toMatchObject({ state: 'stopping', endReason: 'expired' });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 40, heldEarned: 0 });

  const finish = createFinishStopping(world.broker.ctx);
  await finish();
  expect(await view(member, id)).toMatchObject({ state: 'stopping' });
  await world.rows(sql`update machines set stopping_at = now() - interval '31 seconds' where id = ${id}`);
  await Promise.all([finish(), finish()]);
  expect(await view(member, id)).toMatchObject({ state: 'stopped' });
  expect((await member.me()).limits.activeMachines).toBe(0);
  const [kept] = await world.rows(sql`select seat_id is not null as seat from machines where id = ${id}`);
  expect(kept).toEqual({ seat: true });
});

test('waiting too long, preparing too long, and a lab that closes end with all coins back', async () => {
  const waiting = await bought();
  const preparing = await bought();
  await world.startLabSession(await world.assign(preparing.id));
  await world.rows(
    sql`update machines set queue_deadline_at = now() where id in (${waiting.id}, ${preparing.id})`,
  );
  await createTimeOutProvisioning(world.broker.ctx)();
  await createTimeOutQueued(world.broker.ctx)();
  expect(await view(waiting.member, waiting.id)).toMatchObject({
    state: 'failed',
    endReason: 'queue_timeout',
  });
  expect(await view(preparing.member, preparing.id)).toMatchObject({ state: 'provisioning' });
  await world.rows(sql`update machines set provision_deadline_at = now() where id = ${preparing.id}`);
  await createTimeOutProvisioning(world.broker.ctx)();
  expect(await view(preparing.member, preparing.id)).toMatchObject({ endReason: 'provision_timeout' });

  const closed = await bought();
  await world.rows(sql`update labs set disabled_at = now(), disabled_reason = 'closed'`);
  await createEndClosedLabs(world.broker.ctx)();
  expect(await view(closed.member, closed.id)).toMatchObject({ state: 'queued', endReason: null });
  await world.rows(sql`update labs set ends_machines = true`);
  await createEndClosedLabs(world.broker.ctx)();
  await world.rows(sql`update labs set ends_machines = false, disabled_at = null, disabled_reason = null`);
  expect(await view(closed.member, closed.id)).toMatchObject({ state: 'failed', endReason: 'lab_disabled' });
  for (const { member } of [waiting, preparing, closed]) {
    expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  }
});

test('a machine that was not ready in time says what kept it: the failure of the newest step that failed', async () => {
  const { member, id } = await bought();
  const hold = await world.assign(id);
  await world.report(hold, stepReport('running'));
  await world.report(hold, stepReport('failed'));
  await world.report(hold, { kind: 'retrying', attempt: 2, failure: 'page_timeout' });
  const second = { kind: 'step', attempt: 2, step: 'start_lab' } as const;
  await world.report(hold, { ...second, state: 'running', failure: null });
  await world.report(hold, { ...second, state: 'failed', failure: 'lab_error' });
  await world.rows(sql`update machines set provision_deadline_at = now() where id = ${id}`);
  await createTimeOutProvisioning(world.broker.ctx)();
  expect(await view(member, id)).toMatchObject({
    endReason: 'provision_timeout',
    endDetail: 'The lab answered with an error.',
  });
  const [row] = await world.rows(sql`select end_failure from machines where id = ${id}`);
  expect(row).toEqual({ end_failure: 'lab_error' });
});

test('coins that are still held for a machine that ended go back and are counted as a fault', async () => {
  const { member, id } = await bought();
  // As if an end had forgotten the coins: no path of ours does this.
  await world.rows(sql`update machines set state = 'failed', end_reason = 'worker_lost', ended_at = now()
    where id = ${id}`);
  await createReleaseOrphanHolds(world.broker.ctx)();
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  expect(await world.broker.ctx.metrics.registry.metrics()).toContain(
    'coinslot_faults_total{kind="orphan_hold"} 1',
  );
});

test('a machine that loses worker after worker is tried again three times, then ends with a refund', async () => {
  const { member, id } = await bought();
  const { ctx } = world.broker;
  for (let lost = 1; lost <= 4; lost += 1) {
    const hold = await world.assign(id);
    if (lost === 1) await world.startLabSession(hold);
    const outcome = await inTransaction(ctx.db, async (tx) => {
      await releaseLease(tx, ctx, { machineId: id, reason: 'worker_lost' });
      return requeueMachine(tx, ctx, id, 'worker_lost');
    });
    expect(outcome).toBe(lost <= 3 ? 'requeued' : 'ended');
  }
  expect(await view(member, id)).toMatchObject({ state: 'failed', endReason: 'worker_lost', attempt: 4 });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  const sessions = await world.rows(sql`select state from lab_sessions where machine_id = ${id}`);
  expect(sessions).toEqual([{ state: 'unknown' }]);
});
