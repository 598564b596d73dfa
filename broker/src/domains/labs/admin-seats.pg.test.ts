import { Seat, SeatList } from '@coinslot/shared/http/admin-seats.ts';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { readSeatSecrets } from './read-seat-secret.ts';

let world: MachineWorld;
let admin: TestSession;
beforeEach(async () => {
  world = await openMachineWorld();
  admin = await world.broker.registerAdmin('Ada');
});
afterEach(() => world.close());

const password = 'a seat’s own password 31415';
async function createSeat(extra: object = {}): Promise<Seat> {
  const answer = await admin.post(`/api/v1/admin/labs/${world.labId}/seats`, {
    username: 'extra',
    password,
    ...extra,
  });
  expect(answer).toMatchObject({ status: 201 });
  return Seat.parse(answer.body);
}

test('a seat’s password is stored encrypted and stands nowhere else, also when it is changed', async () => {
  const seat = await createSeat();
  const changed = `${password} and more`;
  const { id, revision } = seat;
  const edited = await admin.put(`/api/v1/admin/seats/${id}`, {
    username: 'extra',
    password: changed,
    revision,
  });
  expect(edited).toMatchObject({ status: 200, body: { revision: 2 } });
  expect(Seat.parse(edited.body).secretChangedAt > seat.secretChangedAt).toBe(true);
  const { db } = world.broker.ctx;
  expect(await readSeatSecrets(db, world.broker.ctx, id)).toEqual([changed]);
  for (const table of ['seats', 'audit_log', 'idempotency_keys']) {
    const rows = JSON.stringify(
      await world.rows(sql`select to_jsonb(t) as row from ${sql.identifier(table)} t`),
    );
    expect(rows.length).toBeGreaterThan(50);
    expect({ table, leaks: rows.includes('31415') }).toEqual({ table, leaks: false });
  }
  expect(JSON.stringify([seat, edited.body])).not.toContain('31415');
});

test('a new password reaches the worker that holds the seat at once, and reopens nothing', async () => {
  const machine = await world.buy(await world.broker.register(), await world.makeProduct(10));
  await world.assign(machine.id);
  const list = SeatList.parse((await admin.get(`/api/v1/admin/labs/${world.labId}/seats`)).body);
  const held = list.items.find(({ inUse }) => inUse === 1);
  expect(held).toMatchObject({ state: 'in_use', machines: [{ id: machine.id, state: 'assigned' }] });
  const told: string[] = [];
  world.broker.ctx.bus.on('desired_changed', ({ workerId }) => told.push(workerId));
  const path = `/api/v1/admin/seats/${held?.id}`;
  await admin.post(`${path}/disable`, { reason: 'Wrong password' });
  const edited = await admin.put(path, { username: held?.username, password, revision: held?.revision });
  expect(edited).toMatchObject({
    status: 200,
    body: { state: 'disabled', disabled: { reason: 'Wrong password' } },
  });
  expect(told).toEqual([world.workerId]);
  const reopened = await admin.post(`${path}/reopen`, { reason: 'It is right now' });
  expect(reopened).toMatchObject({ status: 200, body: { disabled: null, state: 'in_use' } });
  expect(await admin.delete(path)).toMatchObject({ status: 409, body: { code: 'still_in_use' } });
});

test('the user name of a seat stays while anything runs on it: another account would not find it', async () => {
  const machine = await world.buy(await world.broker.register(), await world.makeProduct(10));
  await world.bringUp(await world.assign(machine.id));
  const list = async () =>
    SeatList.parse((await admin.get(`/api/v1/admin/labs/${world.labId}/seats`)).body).items;
  const held = (await list()).find(({ inUse }) => inUse === 1);
  const rename = (revision: number | undefined) =>
    admin.put(`/api/v1/admin/seats/${held?.id}`, { username: 'somebody-else', revision });
  expect(await rename(held?.revision)).toMatchObject({
    status: 409,
    body: { code: 'still_in_use', detail: expect.stringContaining('1 machine and 1 open lab session') },
  });
  // Its lease is gone, as with a worker that was revoked; the lab still runs it.
  await world.rows(sql`update leases set released_at = now(), release_reason = 'expired'`);
  expect(await rename(held?.revision)).toMatchObject({ body: { code: 'still_in_use' } });
  const edited = await admin.put(`/api/v1/admin/seats/${held?.id}`, {
    username: held?.username,
    password,
    revision: held?.revision,
  });
  expect(edited).toMatchObject({ status: 200 });
  await world.rows(sql`update lab_sessions set state = 'ending'`);
  await world.rows(sql`update lab_sessions set state = 'ended', ended_at = now(), ended_how = 'confirmed'`);
  expect(await rename(Seat.parse(edited.body).revision)).toMatchObject({
    status: 200,
    body: { username: 'somebody-else' },
  });
});

test('fewer machines at once than there are now is a wish: they go on, and nothing new starts', async () => {
  const seat = await createSeat({ maxConcurrent: 3 });
  await world.rows(sql`update seats set in_use = 2, uses = 2 where id = ${seat.id}`);
  const edited = await admin.put(`/api/v1/admin/seats/${seat.id}`, {
    username: 'extra',
    maxConcurrent: 1,
    revision: 1,
  });
  expect(edited).toMatchObject({ status: 200, body: { maxConcurrent: 1, inUse: 2, state: 'in_use' } });
});

test('hours that overlap and a zone the database does not know are refused; others come back as they were', async () => {
  const hours = [
    { weekday: 1, fromMinute: 540, toMinute: 720 },
    { weekday: 1, fromMinute: 780, toMinute: 1020 },
  ];
  const seat = await createSeat({
    hours,
    timeZone: 'Europe/Berlin',
    maxMinutes: 90,
    cooldownMinutes: 5,
    maxUses: 10,
  });
  expect(seat).toMatchObject({
    hours,
    timeZone: 'Europe/Berlin',
    maxMinutes: 90,
    cooldownMinutes: 5,
    maxUses: 10,
  });
  const edit = { username: 'extra', revision: 1 };
  const overlap = [...hours, { weekday: 1, fromMinute: 700, toMinute: 790 }];
  expect(await admin.put(`/api/v1/admin/seats/${seat.id}`, { ...edit, hours: overlap })).toMatchObject({
    status: 400,
    body: { fields: { '/hours/2': expect.any(String) } },
  });
  expect(await admin.put(`/api/v1/admin/seats/${seat.id}`, { ...edit, timeZone: 'Moon/Sea' })).toMatchObject({
    status: 400,
    body: { fields: { '/timeZone': expect.any(String) } },
  });
  expect(await admin.delete(`/api/v1/admin/seats/${seat.id}`)).toMatchObject({ status: 204 });
});

test('a seat that is closed now, or too short, carries nothing: the shop says no_seat', async () => {
  const productId = await world.makeProduct(10);
  const why = async () => {
    const rows = await world.rows(
      sql`select why_unavailable(p, l) as why from products p join labs l on l.id = p.lab_id where p.id = ${productId}`,
    );
    return rows[0]?.['why'];
  };
  expect(await why()).toBeNull();
  await world.rows(sql`update seats set max_minutes = 59`);
  expect(await why()).toBe('no_seat');
  // A window of two minutes around now: open, but not for an hour and five minutes.
  await world.rows(sql`
    update seats set max_minutes = null,
      open_minutes = int4multirange(int4range(week_minute('UTC', now()), least(week_minute('UTC', now()) + 2, 10080)))`);
  expect(await why()).toBe('no_seat');
  await world.rows(sql`update seats set open_minutes = '{[0,10080)}'`);
  expect(await why()).toBeNull();
});

test('a seat that never carried a machine is deleted with what was found there', async () => {
  const [seat] = await world.rows(sql`
    insert into seats (lab_id, username, secret) select lab_id, 'unused', secret from seats limit 1 returning id`);
  await world.rows(sql`
    insert into lab_findings (lab_id, seat_id, kind, lab_ref, label)
    values (${world.labId}, ${seat?.['id']}, 'stranger', 'x9', 'somebody')`);
  const answer = await admin.delete(`/api/v1/admin/seats/${String(seat?.['id'])}`);
  expect(answer.status).toBe(204);
  expect(await world.rows(sql`select id from lab_findings where lab_ref = 'x9'`)).toEqual([]);
});
