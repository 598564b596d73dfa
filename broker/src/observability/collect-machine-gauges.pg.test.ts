import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MachineWorld, openMachineWorld } from '../domains/machines/testing/machine-world.ts';
import { bringUpMachine, extendedReport } from '../domains/machines/testing/ready-machines.ts';
import { collectMachineGauges } from './collect-machine-gauges.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

test('steps, extensions, machines that nobody reaches and sessions that nobody confirmed are counted', async () => {
  const { ctx } = world.broker;
  const reached = await bringUpMachine(world, { extension: { minutes: 30, price: 6 } });
  await reached.ask('extend');
  await world.report(reached.hold, await extendedReport(reached));
  const lost = await bringUpMachine(world);
  await world.rows(sql`
    update machines set degraded_since = now(), degraded_until = now() + interval '1 minute' where id = ${lost.id}`);
  const ended = await bringUpMachine(world);
  await world.rows(sql`
    update machines set state = 'failed', end_reason = 'lab_ended', ended_at = now() - interval '6 minutes'
    where id = ${ended.id}`);
  await collectMachineGauges(ctx);
  const told = await ctx.metrics.registry.metrics();
  for (const line of [
    'coinslot_extensions_total{outcome="applied"} 1',
    'coinslot_machines_degraded 1',
    'coinslot_lab_sessions{state="live"} 3',
    'coinslot_lab_sessions{state="unknown"} 0',
    'coinslot_lab_sessions_orphaned 1',
  ])
    expect(told).toContain(`${line}\n`);
  expect(told).not.toContain('coinslot_lab_sessions{state="ended"}');
});
