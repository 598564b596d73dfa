import { IncidentList } from '@coinslot/shared/http/admin-incidents.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { type InventoryListing, inventoryLinesMax } from '@coinslot/shared/worker-messages/inventory.ts';
import { protocolVersion } from '@coinslot/shared/worker-messages/version.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import { bringUp, endLabSession } from '../../testing/fake-provisioning.ts';
import type { FakeWorker, InventoryAnswer } from '../../testing/fake-worker.ts';
import { type FleetWorld, startFleetWorld } from '../fleet/testing/fleet-world.ts';
import {
  askInventory,
  beginAnew,
  endFinding,
  endMissing,
  orderInventories,
  scheduleInventories,
} from './index.ts';

let world: FleetWorld;
let worker: FakeWorker;
beforeAll(async () => {
  world = await startFleetWorld({ BROKER_ORPHAN_GRACE_MS: '0' });
  worker = await world.addWorker('one', 20);
  await run(sql`update labs set list_lag_ms = 0`);
});
afterAll(() => world.close());

const act = { actor: { id: null, name: 'tester' }, address: null };
const Row = z.record(z.string(), z.unknown());
const run = (query: ReturnType<typeof sql>) => readRows(world.broker.ctx.db, Row, query);

/** A machine that is ready, and how its lab lists it. */
async function ready() {
  const id = await world.buy();
  await worker.until('it is assigned', () => worker.assignments.some(({ machineId }) => machineId === id));
  const assignment = worker.assignments.find(({ machineId }) => machineId === id);
  if (!assignment) throw new Error('it is not assigned any more');
  const labSessionId = await bringUp(worker, assignment);
  const labRef = `lab-${labSessionId.slice(0, 8)}`;
  const label = `cs-${labSessionId.slice(0, 8)}`;
  const line: InventoryListing = { labRef, label, state: 'live' };
  await run(sql`update lab_sessions set live_at = now() - interval '1 hour' where id = ${labSessionId}`);
  return { id, assignment, labSessionId, line };
}

async function seatId(): Promise<string> {
  const [seat] = await run(sql`select id from seats`);
  return z.uuid().parse(seat?.['id']);
}

/** Has the seat looked at now. `order` is what the worker was told. */
async function look(
  answer: InventoryAnswer | ((ends: { labRef: string; label: string }[]) => InventoryAnswer),
): Promise<{ labRef: string; label: string }[]> {
  const id = await seatId();
  await run(sql`update lab_findings set next_try_at = now() where next_try_at is not null`);
  await inTransaction(world.broker.ctx.db, (tx) => askInventory(tx, act, { seatId: id }));
  await worker.until('it is to look', () => worker.inventories.length > 0);
  const [order] = worker.inventories;
  if (!order) throw new Error('the order went away');
  worker.answerInventory(order, typeof answer === 'function' ? answer(order.ends) : answer);
  await worker.until('its answer is known', () => worker.inventories.length === 0);
  return order.ends;
}

const findings = () =>
  readRows(
    world.broker.ctx.db,
    Finding,
    sql`
      select id, kind, state, lab_ref as "labRef", sightings, tries, failure from lab_findings
      where state <> 'settled' order by first_seen_at, id`,
  );
const Finding = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.string(),
  labRef: z.string(),
  sightings: z.int(),
  tries: z.int(),
  failure: z.string().nullable(),
});
const kinds = async () => (await findings()).map(({ kind, labRef, state }) => ({ kind, labRef, state }));

async function settledHow(labRef: string): Promise<unknown[]> {
  const rows = await run(
    sql`select settled_how from lab_findings where lab_ref = ${labRef} order by first_seen_at`,
  );
  return rows.map((row) => row['settled_how']);
}

test('an orphan is ended after two inventories agreed, and settled only when the lab has confirmed', async () => {
  const { line } = await ready();
  const orphan = await ready();
  await run(sql`
    update lab_sessions set state = 'ended', ended_at = now() - interval '1 hour', ended_how = 'written_off'
    where id = ${orphan.labSessionId}`);
  const stranger: InventoryListing = { labRef: 'x1', label: 'my own notebook', state: 'live' };
  const list = [line, orphan.line, stranger];

  expect(await look(list)).toEqual([]);
  const open = [
    { kind: 'orphan', labRef: orphan.line.labRef, state: 'open' },
    { kind: 'stranger', labRef: 'x1', state: 'open' },
  ];
  expect(await kinds()).toEqual(expect.arrayContaining(open));
  // The second one only agrees: its order went out before.
  expect(await look(list)).toEqual([]);
  const { labRef, label } = orphan.line;
  // Also while the list is too long to be compared.
  const failed = {
    result: { ...listed([]), isComplete: false, lines: 9000 },
    ends: [{ labRef, outcome: 'failed', failure: 'lab_error' }],
  } as const;
  expect(await look({ ...failed, ends: [...failed.ends] })).toEqual([{ labRef, label }]);
  expect(await findings()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ labRef, state: 'ending', failure: 'lab_error', tries: 1 }),
    ]),
  );
  const told = await look({ result: listed(list), ends: [{ labRef, outcome: 'ended', failure: null }] });
  expect(told).toEqual([{ labRef, label }]);
  expect(await settledHow(labRef)).toEqual(['ended']);
  expect(await kinds()).toEqual([{ kind: 'stranger', labRef: 'x1', state: 'open' }]);
  const audited = await run(sql`
    select actor_name, action from audit_log where action in ('lab_finding.end', 'lab_finding.settle') order by id`);
  expect(audited).toEqual([
    { actor_name: 'reconciler', action: 'lab_finding.end' },
    { actor_name: 'reconciler', action: 'lab_finding.settle' },
  ]);
  await look([line]);
  expect(await settledHow('x1')).toEqual(['gone']);
});

test('a second session beside a ready machine is ended, never the machine; an admin need not wait', async () => {
  const { line } = await ready();
  const others = await listedNow();
  const second = { ...line, labRef: 'double' };
  await look([...others, second]);
  const [finding] = (await findings()).filter(({ kind }) => kind === 'second_session');
  await inTransaction(world.broker.ctx.db, (tx) =>
    endFinding(tx, act, { findingId: finding?.id ?? '', reason: 'it costs money' }),
  );
  const told = await look({
    result: listed([...others, second]),
    ends: [{ labRef: 'double', outcome: 'absent', failure: null }],
  });
  expect(told).toEqual([{ labRef: 'double', label: line.label }]);
  expect(await settledHow('double')).toEqual(['gone']);
});

test('a stranger and what was renamed are never ended, whoever asks', async () => {
  const others = await listedNow();
  const list = [...others, { labRef: 'x2', label: 'somebody', state: 'live' } as const];
  for (let times = 0; times < 4; times += 1) expect(await look(list)).toEqual([]);
  const [finding] = (await findings()).filter(({ labRef }) => labRef === 'x2');
  expect(finding).toMatchObject({ kind: 'stranger', state: 'open', sightings: 4 });
  await expect(
    inTransaction(world.broker.ctx.db, (tx) =>
      endFinding(tx, act, { findingId: finding?.id ?? '', reason: 'away with it' }),
    ),
  ).rejects.toMatchObject({ code: 'finding_refused' });
});

test('an inventory that failed, was cut, came late or is suddenly empty finds nothing and settles nothing', async () => {
  const before = await findings();
  expect(before).not.toEqual([]);
  await look({ result: { outcome: 'failed', failure: 'lab_error', message: 'status 500' }, ends: [] });
  await look({ result: { outcome: 'listed', isComplete: false, lines: 900, listings: [] }, ends: [] });
  await look([]);
  const late = { seatId: await seatId(), epoch: 1 };
  worker.answerInventory(late, []);
  await worker.heartbeat();
  expect(await findings()).toEqual(before);
  const text = await world.broker.ctx.metrics.registry.getSingleMetricAsString('coinslot_inventories_total');
  for (const [outcome, times] of Object.entries({ failed: 1, partial: 2, empty: 1, refused: 1 }))
    expect(text).toContain(`outcome="${outcome}"} ${times}`);
});

test('a list of many lines is compared whole, and of one that is too long it is said at once why nothing there is judged', async () => {
  const kept = await listedNow();
  const strangers = Array.from({ length: inventoryLinesMax - kept.length }, (_, at): InventoryListing => {
    return { labRef: `many${at}`, label: `somebody ${at}`, state: 'live' };
  });
  const many = async () => (await findings()).filter(({ labRef }) => labRef.startsWith('many')).length;
  await look([...kept, ...strangers]);
  expect(await many()).toBe(strangers.length);
  await look({ result: { outcome: 'listed', isComplete: false, lines: 9000, listings: [] }, ends: [] });
  // Nothing that the list was cut before counts as absent.
  expect(await many()).toBe(strangers.length);
  const incidents = IncidentList.parse((await world.admin.get('/api/v1/admin/incidents')).body).items;
  expect(incidents.find(({ kind }) => kind === 'inventory_stale')?.reason).toBe(
    saidSentences.inventory_too_long,
  );
  await look(kept);
  expect(await many()).toBe(0);
});

test('a ready machine that two inventories do not list ends with a refund, but not while its holder sees it answer', async () => {
  const gone = await ready();
  const others = (await listedNow()).filter(({ labRef }) => labRef !== gone.line.labRef);
  await run(sql`update machines set health_ok = true, health_checked_at = now() where id = ${gone.id}`);
  for (let times = 0; times < 2; times += 1) await look(others);
  expect(await endMissing(world.broker.ctx)).toBe(0);
  expect(await world.machine(gone.id)).toMatchObject({ state: 'ready' });
  await run(sql`update machines set health_checked_at = now() - interval '5 minutes' where id = ${gone.id}`);
  await world.machineUntil(gone.id, ({ state }) => state === 'failed');
  expect(await world.machine(gone.id)).toMatchObject({ endReason: 'lab_ended', labSession: 'live' });
  expect(await settledHow(gone.line.labRef)).toEqual(['machine_ended']);
});

test('nobody looks while a person has a page of the seat, nor while a machine is prepared or ended there', async () => {
  const id = await seatId();
  const { ctx } = world.broker;
  const machine = worker.assignments.find(({ goal }) => goal === 'ready');
  await worker.until('one is to be ended', () => worker.assignments.some(({ goal }) => goal === 'end'));
  const ending = worker.assignments.filter(({ goal }) => goal === 'end');
  await run(
    sql`update machines set needs_operator_until = now() + interval '1 minute' where id = ${machine?.machineId}`,
  );
  await inTransaction(ctx.db, (tx) => askInventory(tx, act, { seatId: id }));
  expect(await orderInventories(ctx, 1e9)).toBe(0);
  await run(sql`update machines set needs_operator_until = null`);
  expect(await orderInventories(ctx, 1e9)).toBe(0);
  for (const one of ending) await endLabSession(worker, one, one.labSessions[0]?.id ?? '');
  await worker.until('it is to look', () => worker.inventories.length === 1);
  for (const order of worker.inventories) worker.answerInventory(order, await listedNow());
  await worker.until('its answer is known', () => worker.inventories.length === 0);
});

test('workers of the version before and of this one serve together; only this one is sent to look', async () => {
  const older = world.workerOf({ ...(await world.enrol('older', 20)), protocol: protocolVersion - 1 });
  await older.connect();
  // The least loaded one gets the machine, and would be sent to look.
  const id = await world.buy();
  await older.until('it is assigned', () => older.assignments.some(({ machineId }) => machineId === id));
  for (const assignment of older.assignments) await bringUp(older, assignment);
  expect(await world.machine(id)).toMatchObject({ state: 'ready' });
  await look(await listedNow());
  expect(older.inventories).toEqual([]);
});

test('a start that left nothing certain is looked at once more, behind the lag of the list', async () => {
  const { ctx } = world.broker;
  await run(sql`update seat_inventories set next_at = now() + interval '1 hour', complete_at = now()`);
  await run(sql`update labs set list_lag_ms = 60000`);
  await scheduleInventories(ctx);
  expect(await dueInMs()).toBeGreaterThan(3_000_000);
  const { labSessionId } = await ready();
  await run(sql`
    update lab_sessions set state = 'ended', ended_at = now(), ended_how = 'not_found' where id = ${labSessionId}`);
  await scheduleInventories(ctx);
  const dueMs = await dueInMs();
  expect(dueMs).toBeGreaterThan(60_000);
  expect(dueMs).toBeLessThan(66_000);
  // After our own start everything in use has its turn within a minute.
  await run(sql`update seat_inventories set next_at = now() + interval '1 hour'`);
  await beginAnew(ctx);
  expect(await dueInMs()).toBeLessThan(60_000);
});

test('an order and its answer outlive the broker that gave it', async () => {
  await run(sql`update labs set list_lag_ms = 0`);
  const id = await seatId();
  await inTransaction(world.broker.ctx.db, (tx) => askInventory(tx, act, { seatId: id }));
  await worker.until('it is to look', () => worker.inventories.length === 1);
  const [order] = worker.inventories;
  await world.broker.restart();
  const back = world.workerOf(worker.identity, worker.bootId);
  await back.connect();
  expect(back.inventories).toMatchObject([{ seatId: id, epoch: order?.epoch }]);
  const { inventories } = await back.heartbeat();
  expect(inventories).toMatchObject([{ seatId: id, epoch: order?.epoch }]);
  expect(inventories[0]?.remainingMs).toBeGreaterThan(100_000);
  for (const again of back.inventories) back.answerInventory(again, await listedNow());
  await back.until('its answer is known', () => back.inventories.length === 0);
});

async function dueInMs(): Promise<number> {
  const [row] = await run(sql`
    select (extract(epoch from next_at - now()) * 1000)::float8 as ms from seat_inventories where worker_id is null`);
  return Number(row?.['ms']);
}

function listed(listings: InventoryListing[]) {
  return { outcome: 'listed' as const, isComplete: true, lines: listings.length, listings };
}

/** As the lab would list whatever is live. */
async function listedNow(): Promise<InventoryListing[]> {
  const rows = await run(sql`select lab_ref, tag from lab_sessions where state = 'live'`);
  return rows.map((row) => ({ labRef: String(row['lab_ref']), label: String(row['tag']), state: 'live' }));
}
