import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTimeOutProvisioning } from '../../loops/time-out-provisioning.ts';
import { bringUp, endLabSession, intendLabSession } from '../../testing/fake-provisioning.ts';
import { type CanaryWorld, startCanaryWorld } from './testing/canary-world.ts';

let canaries: CanaryWorld;
beforeEach(async () => {
  canaries = await startCanaryWorld();
});
afterEach(() => canaries.world.close());

test('operators hear of each seat that closes and works again, once; of the lab instead when it closes with it', async () => {
  const { act, ask, assignmentOf, failAt, seatId, worker } = canaries;
  await act(sql`update operator_webhook set webhook_id = '1', token = 'token',
    events = array['lab_closed', 'lab_reopened', 'seat_closed', 'seat_reopened']`);
  const [seat, other] = [await seatId('seat'), await seatId('other')];
  for (let n = 0; n < 3; n += 1) await failAt((await ask(seat)).machineId, 'lab_error');
  const { machineId } = await ask(seat);
  const assignment = await assignmentOf(machineId);
  await endLabSession(worker, assignment, await bringUp(worker, assignment));
  await failAt((await ask(seat)).machineId, 'account_blocked');
  for (let n = 0; n < 2; n += 1) await failAt((await ask(other)).machineId, 'lab_error');
  const { rows } = await act(
    sql`select kind, params->>'seatName' as seat from outbox where channel = 'operator' order by created_at, id`,
  );
  expect(rows).toEqual([
    { kind: 'seat_closed', seat: 'seat' },
    { kind: 'seat_reopened', seat: 'seat' },
    { kind: 'seat_closed', seat: 'seat' },
    { kind: 'seat_closed', seat: 'other' },
  ]);
});

test('a machine that is not ready in time counts by what kept it, once; not when its worker gave it up or was lost before', async () => {
  const { act, ask, assignmentOf, look, seatId, worker, world } = canaries;
  const timeOut = async (id: string) => {
    await act(sql`update machines set provision_deadline_at = now() where id = ${id}`);
    await createTimeOutProvisioning(world.broker.ctx)();
  };
  const failures = async () => (await act(sql`select failure, by_canary from lab_failures order by id`)).rows;
  const slow = await ask(await seatId('seat'));
  const assignment = await assignmentOf(slow.machineId);
  const labSessionId = await intendLabSession(worker, assignment);
  const step = { kind: 'step', attempt: assignment.attempt, step: 'start_lab' } as const;
  await worker.report(assignment, { ...step, state: 'running', failure: null });
  await worker.report(assignment, { ...step, state: 'failed', failure: 'page_timeout' });
  await timeOut(slow.machineId);
  expect(await look(slow.id)).toMatchObject({ outcome: 'failed', failure: 'page_timeout' });
  expect(await failures()).toEqual([{ failure: 'page_timeout', by_canary: true }]);
  await endLabSession(worker, assignment, labSessionId);

  const bought = await world.buy();
  const held = await assignmentOf(bought);
  await worker.report(held, { ...step, attempt: held.attempt, state: 'running', failure: null });
  await worker.report(held, { ...step, attempt: held.attempt, state: 'failed', failure: 'lab_error' });
  await worker.report(held, { kind: 'failed', failure: 'lab_error', message: 'no', step: 'start_lab' });
  expect(await failures()).toHaveLength(2);
  await timeOut(bought);
  expect(await world.machine(bought)).toMatchObject({ endReason: 'provision_timeout' });
  expect(await failures()).toHaveLength(2);
});

test('admins find canaries among the machines, marked; no figure of members’ machines has them', async () => {
  const { ask, failAt, world } = canaries;
  const { machineId } = await ask();
  await failAt(machineId, 'lab_error');
  const { body: list } = await world.admin.get('/api/v1/admin/machines');
  expect(list).toMatchObject({
    items: [{ id: machineId, purpose: 'canary', productName: 'Canary', ownerName: null, price: 0 }],
  });
  const { body: overview } = await world.admin.get('/api/v1/admin/overview');
  expect(overview).toMatchObject({ failuresByLab: [], machines: { running: 0, preparing: 0, waiting: 0 } });
  const { body: own } = await world.member.get('/api/v1/machines');
  expect(own).toMatchObject({ items: [] });
  const { metrics } = world.broker.ctx;
  const counted = async (metric: { get(): Promise<{ values: { value: number }[] }> }) =>
    (await metric.get()).values.length;
  expect(await counted(metrics.provisionSeconds)).toBe(0);
  expect(await counted(metrics.provisionStepSeconds)).toBe(0);
  expect(await counted(metrics.canarySeconds)).toBeGreaterThan(0);
});
