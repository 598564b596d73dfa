import { randomUUID } from 'node:crypto';
import { IncidentKind, IncidentList } from '@coinslot/shared/http/admin-incidents.ts';
import { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import { finishStopping } from '../machines/index.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { noteLoops, noteStartGrace, readOpenIncidents } from './index.ts';

let world: MachineWorld;
let admin: TestSession;
let member: TestSession;

beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '1000' });
  admin = await world.broker.registerAdmin('Ada');
  member = await world.broker.register('Grace');
  const coins = { coins: 500, class: 'earned', reason: 'for the test' };
  await admin.post(`${root}/wallets/${(await member.me()).id}/adjustments`, coins);
});
afterAll(() => world.close());

const root = '/api/v1/admin';
const open = async () => IncidentList.parse((await admin.get(`${root}/incidents`)).body);

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

test('nothing is stuck in a house where all is well', async () => {
  expect(await open()).toEqual({ items: [], counts: {} });
});

test('every kind of trouble is found in the truth, once, with what it is about and when the system tries next', async () => {
  const { labId, workerId } = world;
  const rows = (query: ReturnType<typeof sql>) => world.rows(query);
  const [late, degraded, person] = [await ready(), await ready(), await ready()];
  const [held, order] = [await ready(), await ready()];
  const session = await stuck();
  const ago = sql`now() - interval '20 minutes'`;
  await rows(sql`update machines set expires_at = ${ago} where id = ${late.id}`);
  await rows(sql`
    update machines set degraded_since = now(), degraded_until = now() + interval '9 minutes' where id = ${degraded.id}`);
  await rows(sql`
    update machines set needs_operator_until = now() + interval '5 minutes', needs_operator_message = 'New terms' where id = ${person.id}`);
  await rows(sql`
    insert into charges (machine_id, user_id, kind, price, from_earned, from_bought, created_at)
    select id, owner_id, 'extension', 0, 0, 0, now() - interval '1 day' from machines where id = ${held.id}`);
  await rows(sql`
    insert into machine_restarts (id, machine_id, requested_by, deadline_at) values (${randomUUID()}, ${order.id}, 'x', ${ago})`);
  await rows(sql`update seats set in_use = in_use + 1 where username = 'seat-59'`);
  await rows(
    sql`update workers set used = used + 1, last_seen_at = ${ago}, failing_since = now(), failing_reason = 'disk' where id = ${workerId}`,
  );
  await rows(sql`
    insert into workers (pool_id, name, public_key, capacity, state, state_reason)
    select id, 'copied', 'k', 1, 'locked', 'A copy of its key' from pools limit 1`);
  await rows(
    sql`update labs set breaker_opened_at = now(), breaker_reason = 'Five in a row', breaker_tries_again_at = now() + interval '1 minute' where id = ${labId}`,
  );
  await rows(
    sql`update seats set breaker_opened_at = now(), breaker_reason = 'Three', breaker_tries_again_at = now() where username = 'seat-58'`,
  );
  await rows(sql`update lab_sessions set state = 'unknown' where id = ${order.labSessionId}`);
  await rows(
    sql`update lab_sessions set end_failure = 'lab_unreachable', end_failing_since = ${ago} where id = ${session.labSessionId}`,
  );
  await rows(
    sql`insert into ledger_checks (checked_at, imbalance_coins, wrong_since) values (now(), 7, now())`,
  );
  await rows(
    sql`insert into mass_outages (until_at, silent, known) values (now() + interval '5 minutes', 6, 8)`,
  );
  await rows(sql`update tunnel_settings set failures = 3, fault_at = now(), fault_detail = 'bad token'`);
  await rows(sql`
    insert into tunnels (machine_id, tag, hostname, account_id, zone_id, state, removing_at)
    values (${late.id}, 't', 'h', 'a', 'z', 'removing', ${ago})`);
  await rows(sql`
    insert into outbox (channel, kind, recipient, state, ended_at, valid_until) values ('mail', 'test', 'x', 'failed', now(), now())`);
  const [seat] = await rows(sql`select id from seats where username = 'seat-57'`);
  for (const kind of ['orphan', 'second_session', 'missing', 'stranger', 'renamed']) {
    await rows(sql`
      insert into lab_findings (lab_id, seat_id, kind, lab_ref, label) values (${labId}, ${String(seat?.['id'])}, ${kind}, ${kind}, ${`label of ${kind}`})`);
  }
  await rows(
    sql`insert into seat_inventories (seat_id, failures, failure) values (${String(seat?.['id'])}, 3, 'lab_unreachable')`,
  );
  await noteStartGrace(world.broker.ctx, 60_000);
  await noteLoops(world.broker.ctx, [{ name: 'allocate', since: new Date().toISOString() }]);

  const { items, counts } = await open();
  const found = new Set(items.map(({ kind }) => kind));
  const elsewhere = ['worker_revoked_holding', 'backup_stale'];
  expect(IncidentKind.options.filter((kind) => !found.has(kind) && !elsewhere.includes(kind))).toEqual([]);
  expect(counts['machine_stuck']).toBe(1);
  expect(items.map(({ kind }) => kind)).toEqual(
    items
      .map(({ kind }) => kind)
      .toSorted((a, b) => IncidentKind.options.indexOf(a) - IncidentKind.options.indexOf(b)),
  );
  const of = (kind: IncidentKind) => items.find((one) => one.kind === kind);
  expect(of('machine_stuck')).toMatchObject({ machineId: late.id, params: { state: 'ready' } });
  expect(of('machine_degraded')).toMatchObject({ machineId: degraded.id, nextAt: expect.any(String) });
  expect(of('lab_session_stuck')).toMatchObject({
    labSessionId: session.labSessionId,
    machineId: session.id,
    reason: expect.stringContaining('could not be reached'),
  });
  expect(of('worker_locked')).toMatchObject({ name: 'copied', reason: 'A copy of its key', severity: 'bad' });
  expect(of('worker_miscounted')).toMatchObject({ params: { counted: 7, found: 6 } });
  expect(of('loop_stuck')).toMatchObject({ id: 'loop_stuck:allocate', name: 'allocate' });
  // The overview tells the same, but for what passes by itself.
  const { needsPerson } = Overview.parse((await admin.get(`${root}/overview`)).body);
  const told = needsPerson.flatMap(({ incidentId }) => incidentId ?? []);
  expect(told.toSorted()).toEqual(
    items
      .filter(({ kind }) => kind !== 'start_grace')
      .map(({ id }) => id)
      .toSorted(),
  );
});

test('a revoked worker that still has machines and a backup that is too old are found, the latter only where backups are taken', async () => {
  await world.rows(sql`update workers set state = 'revoked' where id = ${world.workerId}`);
  await world.rows(
    sql`insert into backups (asked_by, file, started_at, failure) values ('schedule', 'x', now() - interval '3 days', 'no space left')`,
  );
  const { ctx } = world.broker;
  expect((await readOpenIncidents(ctx, 'worker_revoked_holding'))[0]).toMatchObject({
    workerId: world.workerId,
    params: { count: 6 },
  });
  expect(await readOpenIncidents(ctx, 'backup_stale')).toEqual([]);
  const backups = { ...ctx.config.backups, recipients: ['age1'] };
  const taking = { db: ctx.db, config: { ...ctx.config, backups } };
  expect(await readOpenIncidents(taking, 'backup_stale')).toMatchObject([{ reason: 'no space left' }]);
});
