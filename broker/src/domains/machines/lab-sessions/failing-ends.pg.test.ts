import { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { Machine } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteFailingEnds } from '../index.ts';
import type { Hold } from '../reports/hold.ts';
import { type MachineWorld, openMachineWorld } from '../testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

function beat({ workerId, machineId, epoch }: Hold, phase: string): Promise<void> {
  const hold = { machineId, epoch, phase, health: null, idleForMs: null };
  return noteFailingEnds(world.broker.ctx, { workerId, holds: [hold] });
}

test('a session that its lab does not let end is told to the member who waits for it, at the lab and on the overview', async () => {
  const { broker, labId } = world;
  const admin = await broker.registerAdmin();
  const { id } = await world.buy(admin, await world.makeProduct(1));
  const hold = await world.assign(id);
  await world.startLabSession(hold);
  await world.report(hold, {
    kind: 'failed',
    failure: 'lab_unreachable',
    message: 'net::ERR_CONNECTION_REFUSED',
    step: 'wait_for_lab',
  });
  const place = async () => {
    broker.ctx.bus.emit('queue_changed', {});
    return Machine.parse((await admin.get(`/api/v1/machines/${id}`)).body).queue;
  };
  const failingEnds = async () =>
    Lab.parse((await admin.get(`/api/v1/admin/labs/${labId}`)).body).failingEnds;
  const needs = async () =>
    Overview.parse((await admin.get('/api/v1/admin/overview')).body).needsPerson.filter(
      ({ kind }) => kind === 'lab_not_ending',
    );

  await beat(hold, 'ending');
  await beat({ ...hold, epoch: hold.epoch + 1 }, 'ending:lab_unreachable');
  expect(await failingEnds()).toBeNull();

  for (const phase of ['ending:lab_unreachable', 'ending:lab_unreachable']) await beat(hold, phase);
  expect(await place()).toMatchObject({ blocked: 'lab_silent', wait: null });
  expect(await failingEnds()).toMatchObject({ count: 1, failure: 'lab_unreachable' });
  expect(await needs()).toEqual([]);

  // The newest failure, since the first one.
  await world.rows(sql`update lab_sessions set end_failing_since = now() - interval '9 minutes'`);
  await beat(hold, 'ending:a_newer_failure');
  expect(await failingEnds()).toMatchObject({ failure: 'internal' });
  await beat(hold, 'ending:page_timeout');
  const [need] = await needs();
  expect(need).toMatchObject({ reason: "The lab's pages were too slow.", params: { labId, count: 1 } });
  expect(Date.now() - Date.parse(need?.since ?? '')).toBeGreaterThan(500_000);

  await beat(hold, 'looking_for_earlier');
  expect((await place())?.blocked).not.toBe('lab_silent');
  expect(await failingEnds()).toBeNull();
  expect(await needs()).toEqual([]);
});
