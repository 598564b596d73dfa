import { EndReason, endReasons } from '@coinslot/shared/states/end-reason.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { endMachine } from './index.ts';
import { type MachineWorld, openMachineWorld } from './testing/machine-world.ts';

// Every end reason in every state a machine can be ended in: the coins, the counters, the ways in, the seat.
let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

const from = ['queued', 'assigned', 'provisioning', 'ready'] as const;
const failing = new Set<EndReason>([
  'queue_timeout',
  'provision_timeout',
  'provision_failed',
  'lab_ended',
  'lab_disabled',
  'worker_lost',
  'drained',
]);

async function bringTo(state: (typeof from)[number], machineId: string) {
  if (state === 'queued') return;
  const hold = await world.assign(machineId);
  if (state === 'assigned') return;
  if (state === 'provisioning') await world.startLabSession(hold);
  else await world.bringUp(hold);
}

test.each(from)('%s: each reason gives the right coins back and frees what it may', async (state) => {
  const price = 3;
  const productId = await world.makeProduct(price, { stock: 100 });
  const member = await world.broker.register();
  for (const reason of EndReason.options) {
    const before = (await member.me()).wallet.availableEarned;
    const { id } = await world.buy(member, productId);
    await bringTo(state, id);
    const end = { reason, actor: 'test' };
    const ended = await Promise.all(
      [1, 2, 3].map(() =>
        inTransaction(world.broker.ctx.db, (tx) => endMachine(tx, world.broker.ctx, id, end)),
      ),
    );
    expect(ended.filter(Boolean)).toHaveLength(1);

    const isOpen = state === 'provisioning' || state === 'ready';
    const expected = failing.has(reason) ? 'failed' : isOpen ? 'stopping' : 'stopped';
    const paid = state === 'ready' && endReasons[reason].fault !== 'house' ? price : 0;
    const { wallet, limits } = await member.me();
    expect({ reason, ...wallet }).toMatchObject({ reason, availableEarned: before - paid, heldEarned: 0 });
    expect({ reason, active: limits.activeMachines }).toEqual({
      reason,
      active: expected === 'stopping' ? 1 : 0,
    });
    const [row] = await world.rows(sql`
      select m.state, m.end_reason,
        (select stock_used from products where id = m.product_id) as stock_used,
        (select count(*) from endpoints where machine_id = m.id and (closed_at is null or secret is not null)) as ways_in,
        (select count(*) from leases where machine_id = m.id and released_at is null) as leases,
        m.seat_id is not null as has_seat
      from machines m where m.id = ${id}`);
    expect(row).toEqual({
      state: expected,
      end_reason: reason,
      stock_used: expected === 'stopping' ? 1 : 0,
      ways_in: 0,
      // What the lab runs is still to be ended: worker and seat stay with it.
      leases: isOpen ? 1 : 0,
      has_seat: isOpen,
    });
    await endLabSession(id);
    expect((await member.me()).limits.activeMachines).toBe(0);
  }
  const [counters] = await world.rows(sql`
    select (select sum(in_use) from seats) as seats, (select used from workers) as slots`);
  expect(counters).toEqual({ seats: 0, slots: 0 });
});

async function endLabSession(machineId: string): Promise<void> {
  const [open] = await world.rows(sql`
    select s.id, m.epoch from lab_sessions s join machines m on m.id = s.machine_id
    where m.id = ${machineId} and s.state <> 'ended'`);
  if (!open) return;
  const hold = { workerId: world.workerId, machineId, epoch: Number(open.epoch) };
  await world.report(hold, { kind: 'lab_session_ended', labSessionId: String(open.id), how: 'confirmed' });
}

test('half of the time unused: half of the price back, rounded up for the member, and never twice', async () => {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(15));
  await bringTo('ready', id);
  await world.rows(sql`update machines set expires_at = now() + interval '30 minutes' where id = ${id}`);
  const admin = await world.broker.registerAdmin();
  const stop = () => admin.post(`/api/v1/admin/machines/${id}/stop`, { reason: 'maintenance tonight' });
  expect((await stop()).status).toBe(200);
  expect((await stop()).body).toMatchObject({ code: 'machine_not_stoppable' });
  expect((await member.me()).wallet.availableEarned).toBe(50 - 15 + 8);
  const { body } = await member.get(`/api/v1/machines/${id}`);
  expect(body).toMatchObject({ endReason: 'admin_stopped', charge: { state: 'captured', refunded: 8 } });
  await endLabSession(id);
});

test('a member who stops gets unused time back only where the product says so', async () => {
  const member = await world.broker.register();
  for (const [refundsUnusedOnStop, back] of [
    [false, 0],
    // A moment of it was used, and a member's own stop is rounded down.
    [true, 9],
  ] as const) {
    const before = (await member.me()).wallet.availableEarned;
    const { id } = await world.buy(member, await world.makeProduct(10, { refundsUnusedOnStop }));
    await bringTo('ready', id);
    expect((await member.post(`/api/v1/machines/${id}/stop`)).body).toMatchObject({ state: 'stopping' });
    expect((await member.me()).wallet.availableEarned).toBe(before - 10 + back);
    await endLabSession(id);
  }
});

test('cancelling gives everything back; a ready machine is stopped, not cancelled', async () => {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(10));
  expect((await member.post(`/api/v1/machines/${id}/stop`)).body).toMatchObject({
    code: 'machine_not_stoppable',
  });
  await bringTo('provisioning', id);
  expect((await member.post(`/api/v1/machines/${id}/cancel`)).body).toMatchObject({ state: 'stopping' });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  await endLabSession(id);
  const second = await world.buy(member, await world.makeProduct(10));
  await bringTo('ready', second.id);
  expect((await member.post(`/api/v1/machines/${second.id}/cancel`)).body).toMatchObject({
    code: 'machine_not_cancellable',
  });
  await member.post(`/api/v1/machines/${second.id}/stop`);
  await endLabSession(second.id);
});
