import { ClosedIncidentPage, IncidentDetail, IncidentList } from '@coinslot/shared/http/admin-incidents.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { collectIncidentGauges } from '../../observability/collect-incident-gauges.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { finishStopping } from '../machines/index.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { keepIncidents, purgeIncidents } from './index.ts';

let world: MachineWorld;
let admin: TestSession;
let member: TestSession;

beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '1000' });
  admin = await world.broker.registerAdmin('Ada');
  member = await world.broker.register('Grace');
  const coins = { coins: 500, class: 'earned', reason: 'for the test' };
  await admin.post(`${root}/wallets/${(await member.me()).id}/adjustments`, coins);
  await world.rows(sql`
    update operator_webhook set webhook_id = '1', token = 'kept', events = array['incident']`);
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.rows(sql`delete from incidents`);
  await world.rows(sql`delete from broker_conditions`);
});

const root = '/api/v1/admin';
const open = async () => IncidentList.parse((await admin.get(`${root}/incidents`)).body);
const detail = async (id: string) =>
  IncidentDetail.parse((await admin.get(`${root}/incidents/${encodeURIComponent(id)}`)).body);
const closed = async () => ClosedIncidentPage.parse((await admin.get(`${root}/incidents/closed`)).body).items;
const keep = () => keepIncidents(world.broker.ctx);

async function alerts(): Promise<unknown[]> {
  const rows = await world.rows(sql`
    select params from outbox where kind = 'incident' order by created_at, id`);
  await world.rows(sql`delete from outbox where kind = 'incident'`);
  return rows.map(({ params }) => params);
}

async function ready(price = 10) {
  const { id } = await world.buy(member, await world.makeProduct(price));
  const hold = await world.assign(id);
  return { id, hold, labSessionId: await world.bringUp(hold) };
}

/** Stopped by its member, and its lab has not confirmed for longer than it may take. */
async function stuck() {
  const machine = await ready();
  await member.post(`/api/v1/machines/${machine.id}/stop`);
  await world.rows(sql`
    update machines set stopping_at = now() - interval '11 minutes' where id = ${machine.id}`);
  await finishStopping(world.broker.ctx);
  return machine;
}

async function settleAll(): Promise<void> {
  const rows = await world.rows(sql`select id from lab_sessions where state <> 'ended'`);
  for (const { id } of rows) {
    const body = { reason: 'tidying up', certainOfTag: `cs-${String(id)}` };
    await admin.post(`${root}/lab-sessions/${String(id)}/write-off`, body);
  }
  await world.rows(sql`select 1`);
}

test('an incident is told once when it lasts, is closed by who acted, and is kept for the morning after', async () => {
  const { id, labSessionId } = await stuck();
  const incidentId = `lab_session_stuck:${labSessionId}`;
  await keep();
  expect(await alerts()).toEqual([]);
  await world.rows(sql`update incidents set opened_at = now() - interval '1 minute'`);
  await keep();
  await keep();
  expect(await alerts()).toMatchObject([{ state: 'opened', kind: 'lab_session_stuck', count: 1 }]);
  await collectIncidentGauges(world.broker.ctx);
  const page = await world.broker.ctx.metrics.registry.metrics();
  expect(page).toContain('coinslot_incidents{kind="lab_session_stuck"} 1');
  expect(page).toMatch(/coinslot_incident_oldest_age_seconds\{kind="lab_session_stuck"\} 6\d\d/);

  const before = await detail(incidentId);
  expect(before).toMatchObject({ open: true, acts: ['end_session', 'release_seat', 'refund', 'look_now'] });
  const body = { reason: 'the lab is gone', certainOfTag: before.session?.tag };
  expect((await admin.post(`${root}/lab-sessions/${labSessionId}/write-off`, body)).status).toBe(200);
  await keep();
  expect(await alerts()).toMatchObject([{ state: 'closed', kind: 'lab_session_stuck', count: 1 }]);
  expect(await closed()).toMatchObject([{ incidentId, closedBy: 'Ada', severity: 'bad' }]);
  expect(await detail(incidentId)).toMatchObject({
    open: false,
    acts: ['refund'],
    incident: { machineId: id },
    times: [{ closedBy: 'Ada' }],
    done: [{ actorName: 'Ada', action: 'lab_session.write_off', reason: 'the lab is gone' }],
  });
  await world.rows(
    sql`update incidents set closed_at = now() - interval '91 days', opened_at = now() - interval '92 days'`,
  );
  await purgeIncidents(world.broker.ctx.db, 90);
  expect(await closed()).toEqual([]);
  expect((await admin.get(`${root}/incidents/${incidentId}`)).status).toBe(404);
});

test('what flickers is one incident, and a flood of one kind is one message', async () => {
  await world.rows(sql`
    insert into workers (pool_id, name, public_key, capacity, state)
    select id, 'copy-' || n, 'key ' || n, 1, 'locked' from generate_series(1, 30) n, (select id from pools limit 1) p`);
  await keep();
  await world.rows(sql`update incidents set opened_at = now() - interval '1 minute'`);
  await keep();
  expect(await alerts()).toMatchObject([
    { state: 'opened', count: 30, names: expect.stringMatching(/^copy-\d+(, copy-\d+){4}$/) },
  ]);
  expect((await open()).counts).toEqual({ worker_locked: 30 });
  expect((await open()).items).toHaveLength(25);
  await world.rows(sql`update workers set state = 'revoked' where name = 'copy-1'`);
  await keep();
  expect(await closed()).toHaveLength(1);
  expect(await alerts()).toEqual([]);
  await world.rows(sql`update workers set state = 'locked' where name = 'copy-1'`);
  await keep();
  expect(await closed()).toEqual([]);
  await world.rows(sql`delete from workers where name like 'copy-%'`);
  await keep();
  expect(await alerts()).toMatchObject([{ state: 'closed', kind: 'worker_locked', count: 30 }]);
  expect(await closed()).toHaveLength(30);
});

test('two brokers that look at once open an incident once', async () => {
  await stuck();
  await Promise.all([keep(), keep(), keep(), keep()]);
  await keep();
  expect(await world.rows(sql`select count(*) as n from incidents`)).toEqual([{ n: 1 }]);
  await settleAll();
});
