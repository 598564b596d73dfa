import { Lab, LabList } from '@coinslot/shared/http/admin-labs.ts';
import { SeatList } from '@coinslot/shared/http/admin-seats.ts';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { createEndClosedLabs } from '../../loops/end-closed-labs.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { ensureBundledLab } from './ensure-bundled-lab.ts';
import { findLab, findSeat } from './find-by-name.ts';
import { listAdminLabs } from './lab/list-admin-labs.ts';

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

test('a browser that hides what it is needs the permission record, and goes with it; other wishes are kept as they were written', async () => {
  const wishes = {
    tunnel: 'gateway',
    operatorWaitMinutes: 10,
    canaryEveryMinutes: 60,
    canaryTemplate: 'linux-small',
  };
  const draft = { name: 'Course', recipe: 'bundled', baseUrl: 'https://hub.example', ...wishes };
  const early = await admin.post('/api/v1/admin/labs', { ...draft, stealth: true });
  expect(early).toMatchObject({ status: 400, body: { fields: { '/stealth': expect.any(String) } } });
  const made = Lab.parse((await admin.post('/api/v1/admin/labs', draft)).body);
  expect(made).toMatchObject({ ...wishes, tunnelPlace: 'worker', stealth: false });
  const path = `/api/v1/admin/labs/${made.id}`;
  expect(await admin.put(path, { ...draft, stealth: true, revision: 1 })).toMatchObject({ status: 400 });
  const permission = { kind: 'contract', note: 'of 3 May' };
  await admin.put(`${path}/permission`, { revision: 1, permission });
  const switched = await admin.put(path, { ...draft, stealth: true, revision: 2 });
  expect(switched).toMatchObject({ status: 200, body: { stealth: true } });
  const withdrawn = await admin.put(`${path}/permission`, { revision: 3, permission: null });
  expect(withdrawn).toMatchObject({ status: 200, body: { permission: null, stealth: false } });
});

test('the address of a hub that was copied from its sign-in page becomes the hub’s own', async () => {
  const draft = {
    name: 'Copied',
    recipe: 'jupyter',
    baseUrl: 'https://hub.example/hub/login?next=%2Fhub%2F',
  };
  const made = Lab.parse((await admin.post('/api/v1/admin/labs', draft)).body);
  expect(made).toMatchObject({ baseUrl: 'https://hub.example' });
  const path = `/api/v1/admin/labs/${made.id}`;
  const permission = { kind: 'contract', note: 'of 3 May' };
  await admin.put(`${path}/permission`, { revision: 1, permission });
  // On a terminal the case does not count, and who mistypes reads which there are.
  const { db } = world.broker.ctx;
  expect((await findLab(db, 'copied')).id).toBe(made.id);
  const names = (await listAdminLabs(db)).map(({ name }) => name).join(', ');
  await expect(findLab(db, 'Copy')).rejects.toThrow(`No lab is called Copy. There are: ${names}.`);
  await expect(findSeat(db, 'COPIED', 'ada')).rejects.toThrow(
    'The lab Copied has no seat called ada. There is none yet.',
  );
  // The same hub, copied from another of its pages: nothing has to be confirmed again.
  const again = { ...draft, baseUrl: 'https://hub.example/user/ada/lab', revision: 2 };
  expect((await admin.put(path, again)).body).toMatchObject({
    baseUrl: 'https://hub.example',
    permission: { kind: 'contract' },
  });
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
      name,
      recipe,
      baseUrl,
      listLagMs,
      revision,
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
