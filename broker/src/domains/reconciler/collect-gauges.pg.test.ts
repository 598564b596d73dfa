import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellMetrics } from '../../observability/tell-metrics.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';

let world: MachineWorld;
let seatId: string;
beforeAll(async () => {
  world = await openMachineWorld();
  const member = await world.broker.register('Grace');
  const { id } = await world.buy(member, await world.makeProduct(0));
  await world.bringUp(await world.assign(id));
  const [machine] = await world.rows(sql`select seat_id from machines where id = ${id}`);
  seatId = String(machine?.['seat_id']);
  await world.rows(sql`
    insert into seat_inventories (seat_id, created_at, complete_at)
    values (${seatId}, now() - interval '30 days', now() - interval '2 days')`);
});
afterAll(() => world.close());

/** How long ago, in minutes, all seats in use were compared with their labs, as the alert reads it. */
async function staleMinutes(): Promise<number> {
  const { text } = await tellMetrics(world.broker.ctx);
  const at = /^coinslot_reconcile_last_success_timestamp_seconds (\S+)$/m.exec(text)?.[1];
  return Math.round((Date.now() / 1000 - Number(at)) / 60);
}

test('a seat that is used again after days of rest is no alarm: it counts from then', async () => {
  expect(await staleMinutes()).toBe(0);
});

test('a seat that has been in use for longer than its last look is told by that look', async () => {
  await world.rows(sql`update lab_sessions set intended_at = now() - interval '3 hours'`);
  expect(await staleMinutes()).toBe(180);
  await world.rows(sql`update seat_inventories set complete_at = now() - interval '40 minutes'`);
  expect(await staleMinutes()).toBe(40);
});

test('a lab that waits for an admin is not looked at, and is no alarm; one that a canary tries is', async () => {
  await world.rows(sql`update labs set breaker_opened_at = now(), breaker_reason = 'a human check'`);
  expect(await staleMinutes()).toBe(0);
  await world.rows(sql`update labs set breaker_tries_again_at = now() + interval '1 minute'`);
  expect(await staleMinutes()).toBe(40);
});
