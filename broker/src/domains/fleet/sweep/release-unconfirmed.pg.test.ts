import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { bringUp, endLabSession } from '../../../testing/fake-provisioning.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';
import { releaseUnconfirmed } from './release-unconfirmed.ts';

let world: FleetWorld;
afterEach(() => world.close());

/** A machine that was stopped by its member while the lab does not answer: its worker holds it to end it. */
async function stopInVain(worker: FakeWorker): Promise<{ id: string; labSessionId: string }> {
  const id = await world.buy();
  await worker.until('it has work', () => worker.assignments.length === 1);
  const [assignment] = worker.assignments;
  if (!assignment) throw new Error('no assignment');
  const labSessionId = await bringUp(worker, assignment);
  await world.member.post(`/api/v1/machines/${id}/stop`, {});
  await worker.until('it must end', () => worker.assignments[0]?.goal === 'end');
  return { id, labSessionId };
}

async function pretendLongAgo(minutes: number): Promise<void> {
  const ago = sql`now() - make_interval(mins => ${minutes})`;
  await world.broker.database.db.execute(sql`update leases set granted_at = ${ago}`);
  await world.broker.database.db.execute(sql`update machines set stopping_at = ${ago}`);
}

test('an end that no lab confirms gives its slot to who waits, and is tried again later with its seat kept', async () => {
  world = await startFleetWorld();
  const { db } = world.broker.database;
  const worker = await world.addWorker('one', 1);
  const { id, labSessionId } = await stopInVain(worker);
  const waiting = await world.buy();
  await pretendLongAgo(9);
  expect(await releaseUnconfirmed(world.broker.ctx)).toBe(0);
  expect(await world.machine(id)).toMatchObject({ workerId: worker.identity.workerId });

  await pretendLongAgo(11);
  await world.machineUntil(waiting, (m) => m.state === 'assigned');
  expect(await world.machine(id)).toMatchObject({
    workerId: null,
    labSession: expect.not.stringMatching('ended'),
  });
  expect((await world.machine(id)).seatId).not.toBeNull();

  // The pause is over, and two want the slot: the new one comes first.
  await db.execute(
    sql`update leases set released_at = now() - interval '6 minutes' where release_reason = 'end_unconfirmed'`,
  );
  const next = await world.buy();
  await world.member.post(`/api/v1/machines/${waiting}/cancel`, {});
  await world.machineUntil(next, (m) => m.state === 'assigned');
  expect(await world.machine(id)).toMatchObject({ workerId: null });
  await world.member.post(`/api/v1/machines/${next}/cancel`, {});
  await worker.until('it is to end it again', () => worker.assignments[0]?.machineId === id);
  const [again] = worker.assignments;
  if (!again) throw new Error('no assignment');
  await worker.report(again, { kind: 'accepted' });
  await endLabSession(worker, again, labSessionId);
  await world.machineUntil(id, (m) => m.labSession === 'ended' && m.seatId === null);
});

test('a drain is over at its deadline also when a lab does not confirm an end', async () => {
  world = await startFleetWorld();
  const { db } = world.broker.database;
  const worker = await world.addWorker('one', 1);
  const { id } = await stopInVain(worker);
  const path = `/api/v1/admin/workers/${worker.identity.workerId}`;
  await world.admin.post(`${path}/drain`, { deadlineMinutes: 60, reason: 'new disk' });
  await pretendLongAgo(1);
  await db.execute(sql`update workers set drain_deadline_at = now()`);
  await world.until('it is drained', async () => (await world.workers())[0]?.state === 'drained');
  expect(await world.machine(id)).toMatchObject({ workerId: null });
});
