import { Lab, LabList } from '@coinslot/shared/http/admin-labs.ts';
import { Seat, SeatList } from '@coinslot/shared/http/admin-seats.ts';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { createEndClosedLabs } from '../../loops/end-closed-labs.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { ensureBundledLab } from './ensure-bundled-lab.ts';
import { readSeatSecret } from './read-seat-secret.ts';

let world: MachineWorld;
let admin: TestSession;
beforeEach(async () => {
  world = await openMachineWorld();
  admin = await world.broker.registerAdmin('Ada');
});
afterEach(() => world.close());

const password = 'a seat’s own password 31415';
const bundled = {
  name: 'Bundled lab',
  recipe: 'bundled',
  baseUrl: 'http://lab.localhost:1',
  listLagMs: 2000,
};

async function lab(): Promise<Lab> {
  return Lab.parse((await admin.get(`/api/v1/admin/labs/${world.labId}`)).body);
}

async function createSeat(extra: object = {}): Promise<Seat> {
  const answer = await admin.post(`/api/v1/admin/labs/${world.labId}/seats`, {
    username: 'extra',
    password,
    ...extra,
  });
  expect(answer).toMatchObject({ status: 201 });
  return Seat.parse(answer.body);
}

test('a new lab sells nothing until somebody confirms by what right, and the answer says who and when', async () => {
  const draft = { name: 'Course', recipe: 'bundled', baseUrl: 'https://hub.example' };
  const made = Lab.parse((await admin.post('/api/v1/admin/labs', draft)).body);
  expect(made).toMatchObject({ permission: null, driver: 'console', seats: 0 });
  await world.rows(sql`update products set lab_id = ${made.id}`);
  const products = async () => (await admin.get('/api/v1/admin/products')).body;
  expect(await products()).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ unavailable: 'no_permission_record' })]),
  });
  const permission = { kind: 'written_consent', note: 'Letter of 3 May' };
  const permitted = await admin.put(`/api/v1/admin/labs/${made.id}/permission`, { revision: 1, permission });
  expect(permitted).toMatchObject({
    status: 200,
    body: { permission: { ...permission, confirmedBy: 'Ada' } },
  });
  expect(await products()).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ unavailable: 'no_seat' })]),
  });
  const withdrawn = await admin.put(`/api/v1/admin/labs/${made.id}/permission`, {
    revision: 2,
    permission: null,
  });
  expect(withdrawn).toMatchObject({ status: 200, body: { permission: null } });
  const stale = await admin.put(`/api/v1/admin/labs/${made.id}/permission`, { revision: 2, permission });
  expect(stale).toMatchObject({ status: 409, body: { code: 'edited_meanwhile' } });
});

test('the address of a lab stays while something runs there, and its passwords go nowhere else without that right', async () => {
  const machine = await world.buy(await world.broker.register(), await world.makeProduct(10));
  await world.bringUp(await world.assign(machine.id));
  const moved = { ...bundled, baseUrl: 'http://elsewhere.example', revision: (await lab()).revision };
  const refused = await admin.put(`/api/v1/admin/labs/${world.labId}`, moved);
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'still_in_use', detail: expect.stringContaining('1 machine and 1 open lab session') },
  });
  const renamed = await admin.put(`/api/v1/admin/labs/${world.labId}`, {
    ...moved,
    ...bundled,
    name: 'Ours',
  });
  expect(renamed).toMatchObject({ status: 200, body: { name: 'Ours', machines: 1, openSessions: 1 } });
  await world.rows(sql`update lab_sessions set state = 'ending'`);
  await world.rows(sql`update lab_sessions set state = 'ended', ended_at = now(), ended_how = 'confirmed'`);
  await world.rows(sql`update machines set state = 'failed', end_reason = 'lab_ended', ended_at = now()`);
  const revision = (await lab()).revision;
  await world.rows(sql`update roles set permissions = array_remove(permissions, 'admin.seats.write')`);
  const forbidden = await admin.put(`/api/v1/admin/labs/${world.labId}`, { ...moved, revision });
  expect(forbidden).toMatchObject({
    status: 403,
    body: { detail: expect.stringContaining('admin.seats.write') },
  });
  await world.rows(
    sql`update roles set permissions = permissions || array['admin.seats.write'] where name = 'admin'`,
  );
  expect(await admin.put(`/api/v1/admin/labs/${world.labId}`, { ...moved, revision })).toMatchObject({
    status: 200,
  });
});

test('the permission record is of one server and one recipe: it goes with a new address, and nothing is sold there', async () => {
  const productId = await world.makeProduct(10);
  const edit = async (changes: object) => {
    const { revision, name, recipe, baseUrl, listLagMs } = await lab();
    const answer = await admin.put(`/api/v1/admin/labs/${world.labId}`, {
      ...{ name, recipe, baseUrl, listLagMs, revision },
      ...changes,
    });
    expect(answer.status).toBe(200);
    return Lab.parse(answer.body);
  };
  const { baseUrl, permission } = await lab();
  expect(permission).toMatchObject({ kind: 'own_installation' });
  expect(await edit({ name: 'Ours', baseUrl: `${baseUrl}/console` })).toMatchObject({ permission });
  expect(await edit({ baseUrl: 'http://somebody-else.example' })).toMatchObject({ permission: null });
  const member = await world.broker.register();
  expect(await member.post('/api/v1/machines', { productId })).toMatchObject({
    status: 409,
    body: { params: { reason: 'no_permission_record' } },
  });
  const [entry] = await world.rows(
    sql`select before, after from audit_log where action = 'lab.edit' order by at desc limit 1`,
  );
  expect(entry).toMatchObject({
    before: { permission: { kind: 'own_installation' } },
    after: { permission: null },
  });
});

test('the kill switch without ending leaves what waits and runs; with it everything there ends, and the coins go back', async () => {
  const member = await world.broker.register();
  const product = await world.makeProduct(10);
  const running = await world.buy(member, product);
  await world.bringUp(await world.assign(running.id));
  const waiting = await world.buy(member, product);
  const disable = (endMachines: boolean) =>
    admin.post(`/api/v1/admin/labs/${world.labId}/disable`, { reason: 'The course is over', endMachines });
  const closed = await disable(false);
  expect(closed).toMatchObject({
    status: 200,
    body: { endedMachines: 0, lab: { disabled: { reason: 'The course is over', by: 'Ada' }, seatsFree: 0 } },
  });
  await createEndClosedLabs(world.broker.ctx)();
  const view = async (id: string) => (await member.get(`/api/v1/machines/${id}`)).body;
  expect(await view(running.id)).toMatchObject({ state: 'ready' });
  expect(await view(waiting.id)).toMatchObject({ state: 'queued' });
  expect(await member.post('/api/v1/machines', { productId: product })).toMatchObject({
    status: 409,
    body: { params: { reason: 'lab_disabled' } },
  });
  expect(await disable(true)).toMatchObject({ status: 200, body: { endedMachines: 2 } });
  await createEndClosedLabs(world.broker.ctx)();
  const ended = { state: 'failed', endReason: 'lab_disabled' };
  expect(await view(running.id)).toMatchObject({ ...ended, charge: { state: 'captured', refunded: 10 } });
  expect(await view(waiting.id)).toMatchObject({ ...ended, charge: { state: 'released' } });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  const reopened = await admin.post(`/api/v1/admin/labs/${world.labId}/reopen`, { reason: 'Next course' });
  expect(reopened).toMatchObject({ status: 200, body: { disabled: null, breaker: null } });
  await world.buy(member, product);
  await createEndClosedLabs(world.broker.ctx)();
  expect((await member.me()).wallet).toMatchObject({ heldEarned: 10 });
});

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
  const { db, secrets } = world.broker.ctx;
  expect(await readSeatSecret(db, { secrets }, id)).toBe(changed);
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

test('adding the bundled lab again keeps what an admin decided and reopens what had closed by itself', async () => {
  const [first, second] = SeatList.parse(
    (await admin.get(`/api/v1/admin/labs/${world.labId}/seats`)).body,
  ).items;
  await admin.post(`/api/v1/admin/seats/${first?.id}/disable`, { reason: 'Resting' });
  await admin.put(`/api/v1/admin/seats/${first?.id}`, {
    username: first?.username,
    maxConcurrent: 4,
    revision: 1,
  });
  await world.rows(
    sql`update seats set disabled_at = now(), disabled_reason = 'refused' where id = ${second?.id}`,
  );
  await admin.post(`/api/v1/admin/labs/${world.labId}/disable`, { reason: 'Holidays', endMachines: false });
  await inTransaction(world.broker.ctx.db, (tx) =>
    ensureBundledLab(tx, world.broker.ctx, {
      baseUrl: 'http://lab.localhost:2',
      seats: [first, second].map((seat) => ({ username: seat?.username ?? '', password, maxConcurrent: 1 })),
    }),
  );
  const after = SeatList.parse((await admin.get(`/api/v1/admin/labs/${world.labId}/seats`)).body).items;
  expect(after[0]).toMatchObject({ maxConcurrent: 4, disabled: { reason: 'Resting' } });
  expect(after[1]).toMatchObject({ disabled: null });
  expect(await lab()).toMatchObject({ baseUrl: 'http://lab.localhost:2', disabled: { reason: 'Holidays' } });
  expect(LabList.parse((await admin.get('/api/v1/admin/labs')).body).items).toHaveLength(1);
});
