import { TransferPage } from '@coinslot/shared/http/wallet.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { makeStale } from '../accounts/testing/make-stale.ts';
import { readWaiting } from '../fleet/index.ts';
import { type Hold, releaseOrphanHolds } from '../machines/index.ts';
import { type MachineWorld, openMachineWorld, requireBalance } from '../machines/testing/machine-world.ts';

let world: MachineWorld;
let admin: TestSession;
let second: TestSession;
let member: TestSession;

beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '1000' });
  admin = await world.broker.registerAdmin('Ada');
  second = await world.broker.registerAdmin('Edsger');
  member = await world.broker.register('Grace');
  const coins = { coins: 500, class: 'earned', reason: 'for the test' };
  await admin.post(`${root}/wallets/${(await member.me()).id}/adjustments`, coins);
});
afterAll(async () => {
  await requireBalance(world);
  await world.close();
});

const root = '/api/v1/admin';
const reason = 'the lab is gone';

interface Bought {
  id: string;
  hold: Hold;
  session: string;
}

async function ready(price = 10): Promise<Bought> {
  const { id } = await world.buy(member, await world.makeProduct(price));
  const hold = await world.assign(id);
  return { id, hold, session: await world.bringUp(hold) };
}

async function stopped(price = 10): Promise<Bought> {
  const machine = await ready(price);
  await member.post(`/api/v1/machines/${machine.id}/stop`);
  return machine;
}

const available = async () => (await member.me()).wallet.availableEarned;
const refund = (by: TestSession, id: string, coins: number) =>
  by.post(`${root}/machines/${id}/refund`, { coins, reason });
const confirmEnd = ({ hold, session }: Bought) =>
  world.report(hold, { kind: 'lab_session_ended', labSessionId: session, how: 'confirmed' });

async function places(machineId: string) {
  const [found] = await world.rows(sql`
    select m.seat_id is not null as seat, m.state,
      (select count(*) from leases l where l.machine_id = m.id and l.released_at is null) as leases,
      (select sum(s.in_use) from seats s) = (select count(*) from machines o where o.seat_id is not null) as counted
    from machines m where m.id = ${machineId}`);
  return found;
}

test('of two admins who refund at once both get through as long as something is left, and never more than was paid', async () => {
  const { id } = await stopped(10);
  const before = await available();
  const answers = await Promise.all([refund(admin, id, 6), refund(second, id, 6), refund(admin, id, 5)]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  for (const { status, body } of answers) {
    if (status !== 200) expect(body).toMatchObject({ code: 'refund_exceeds_charge' });
  }
  const rest = 10 - ((await available()) - before);
  expect((await refund(second, id, rest)).body).toEqual({ refunded: rest, refundable: 0 });
  expect((await refund(admin, id, 1)).body).toMatchObject({
    code: 'refund_exceeds_charge',
    params: { refundable: 0 },
  });
  expect(await available()).toBe(before + 10);
  await requireBalance(world);
  const page = TransferPage.parse((await member.get('/api/v1/wallet/transfers')).body);
  const newest = page.items.slice(0, 2).map(({ kind, machineId }) => ({ kind, machineId }));
  expect(newest).toEqual(Array.from({ length: 2 }, () => ({ kind: 'refund', machineId: id })));
});

test('a repeat of a refund with its key gives nothing twice', async () => {
  const { id } = await stopped(10);
  const before = await available();
  const idempotencyKey = 'once-and-only-once';
  const ask = () => admin.post(`${root}/machines/${id}/refund`, { coins: 4, reason }, { idempotencyKey });
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await available()).toBe(before + 4);
});

test('a refund by hand and the one that an end gives never meet: together they give back what was paid', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await ready(10);
    const before = await available();
    await Promise.all([
      refund(admin, id, 10),
      admin.post(`${root}/machines/${id}/stop`, { reason }),
      refund(second, id, 10),
    ]);
    // The end gives back what was unused, rounded up: all of it.
    expect((await available()) - before).toBe(10);
  }
  await requireBalance(world);
});

test('no coins are given back by hand for a machine that runs, and only by who proved lately to be it', async () => {
  const { id } = await ready(10);
  expect((await refund(admin, id, 1)).body).toMatchObject({ code: 'machine_not_refundable' });
  await admin.post(`${root}/machines/${id}/stop`, { reason });
  const stale = await world.broker.registerAdmin('Stale');
  await makeStale(world.broker, stale);
  expect((await refund(stale, id, 1)).body).toMatchObject({ code: 'reauthentication_required' });
});

/** Somebody of the staff, below the admins, with one role of their own. */
async function hire(name: string, permissions: Permission[]): Promise<{ session: TestSession; id: string }> {
  const session = await world.broker.register(name);
  const role = { name: name.toLowerCase(), description: '', rank: 10, permissions };
  expect((await admin.post(`${root}/roles`, role)).status).toBe(201);
  const { id } = await session.me();
  const given = { roles: [role.name], knownRoles: [], reason };
  expect((await admin.put(`${root}/users/${id}/roles`, given)).status).toBe(200);
  return { session, id };
}

test('whoever may stop machines ends neither their own nor those of people above with a refund', async () => {
  const staff = await hire('Stopper', ['admin.machines.stop', 'admin.incidents.release_seat']);
  const memberId = (await member.me()).id;
  const machine = await ready(10);
  const ownedBy = (userId: string) =>
    world.rows(sql`update machines set owner_id = ${userId} where id = ${machine.id}`);
  await world.rows(sql`
    update lab_sessions set lab_ends_at = now() - interval '1 day', intended_at = now() - interval '30 days'
    where id = ${machine.session}`);
  const acts = [`machines/${machine.id}/stop`, `machines/${machine.id}/settle`];
  for (const ownerId of [staff.id, (await admin.me()).id]) {
    await ownedBy(ownerId);
    for (const act of [...acts, `lab-sessions/${machine.session}/write-off`])
      expect((await staff.session.post(`${root}/${act}`, { reason })).body).toMatchObject({
        code: 'rank_too_low',
      });
  }
  await ownedBy(memberId);
  expect((await staff.session.post(`${root}/machines/${machine.id}/stop`, { reason })).status).toBe(200);
  // What is over has no refund to be judged by: whoever may, frees the seat of anybody's machine.
  await ownedBy(staff.id);
  const off = await staff.session.post(`${root}/lab-sessions/${machine.session}/write-off`, { reason });
  expect(off.status).toBe(200);
  await ownedBy(memberId);
});

test('whoever may refund pays nothing to themselves, nor to those above, nor to an account that is gone', async () => {
  const { session: keeper, id: keeperId } = await hire('Keeper', ['admin.machines.refund']);
  const { id } = await stopped(10);
  const ownedBy = (userId: string) =>
    world.rows(sql`update machines set owner_id = ${userId} where id = ${id}`);
  const memberId = (await member.me()).id;

  expect((await refund(keeper, id, 1)).status).toBe(200);
  for (const ownerId of [keeperId, (await admin.me()).id]) {
    await ownedBy(ownerId);
    expect((await refund(keeper, id, 1)).body).toMatchObject({ code: 'rank_too_low' });
  }
  await ownedBy(memberId);
  await world.rows(
    sql`update users set disabled_at = now(), deletion_requested_at = now(), deleted_at = now() where id = ${memberId}`,
  );
  expect((await refund(admin, id, 1)).status).toBe(404);
  await world.rows(
    sql`update users set disabled_at = null, deletion_requested_at = null, deleted_at = null where id = ${memberId}`,
  );
});

test('a seat is released before its time only by its tag, and only when its machine is over', async () => {
  const running = await ready();
  const off = (session: string, body: object) =>
    admin.post(`${root}/lab-sessions/${session}/write-off`, { reason, ...body });
  const certain = { certainOfTag: `cs-${running.session}` };
  expect((await off(running.session, certain)).body).toMatchObject({ code: 'lab_session_may_run' });

  const machine = await stopped();
  expect((await off(machine.session, {})).body).toMatchObject({
    code: 'lab_session_may_run',
    params: { from: expect.any(String) },
  });
  expect((await off(machine.session, { certainOfTag: 'cs-another' })).status).toBe(409);
  expect((await off(machine.session, { certainOfTag: `cs-${machine.session}` })).status).toBe(200);
  expect(await places(machine.id)).toEqual({ seat: false, state: 'stopped', leases: 0, counted: true });
  expect((await off(machine.session, {})).body).toMatchObject({ code: 'lab_session_ended' });
});

test('a seat that is released just when its lab confirms is given back once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const machine = await stopped();
    const body = { reason, certainOfTag: `cs-${machine.session}` };
    await Promise.all([
      admin.post(`${root}/lab-sessions/${machine.session}/write-off`, body),
      confirmEnd(machine),
      second.post(`${root}/lab-sessions/${machine.session}/write-off`, body),
    ]);
    expect(await places(machine.id)).toEqual({ seat: false, state: 'stopped', leases: 0, counted: true });
  }
});

test('a lab is asked again at once: the holder that tries in vain is taken off it, and the pause is skipped', async () => {
  const machine = await stopped();
  const ask = () => admin.post(`${root}/lab-sessions/${machine.session}/end`, { reason });
  expect((await ask()).body).toEqual({ outcome: 'asking' });
  expect(await places(machine.id)).toMatchObject({ leases: 1 });
  await world.rows(sql`
    update machines set stopping_at = now() - interval '1 minute' where id = ${machine.id}`);
  await world.rows(sql`
    update leases set granted_at = now() - interval '1 minute' where machine_id = ${machine.id}`);
  expect((await ask()).body).toEqual({ outcome: 'asked' });
  expect(await places(machine.id)).toMatchObject({ leases: 0, seat: true });
  await world.rows(sql`
    update workers set session_id = gen_random_uuid(), last_seen_at = now() where id = ${world.workerId}`);
  const clock = {
    startedAgoMs: 1e9,
    suspectAfterMs: 25_000,
    endRetryMs: 300_000,
    ageingMs: 300_000,
    orphansToo: true,
  };
  const waiting = () => inTransaction(world.broker.ctx.db, (tx) => readWaiting(tx, clock));
  expect(await waiting()).toMatchObject([{ id: machine.id, work: 'end' }]);
  // Once: the next failure waits its time.
  await world.rows(
    sql`update lab_sessions set end_asked_at = now() - interval '1 hour' where id = ${machine.session}`,
  );
  expect(await waiting()).toEqual([]);
  await world.rows(sql`update workers set session_id = null where id = ${world.workerId}`);
  const body = { reason, certainOfTag: `cs-${machine.session}` };
  await admin.post(`${root}/lab-sessions/${machine.session}/write-off`, body);
  expect((await ask()).body).toMatchObject({ code: 'lab_session_ended' });
  expect(
    (await admin.post(`${root}/lab-sessions/${(await ready()).session}/end`, { reason })).body,
  ).toMatchObject({
    code: 'lab_session_in_use',
  });
});

test('settling ends a machine by its ordinary end, gives held coins back, and does nothing twice', async () => {
  const before = await available();
  const { id } = await world.buy(member, await world.makeProduct(10));
  const settle = () => admin.post(`${root}/machines/${id}/settle`, { reason });
  expect((await settle()).status).toBe(200);
  expect(await available()).toBe(before);
  expect((await settle()).body).toMatchObject({ code: 'nothing_to_settle' });

  const held = await world.buy(member, await world.makeProduct(10));
  await world.rows(sql`
    update machines set state = 'failed', end_reason = 'worker_lost', ended_at = now() where id = ${held.id}`);
  const twice = [
    admin.post(`${root}/machines/${held.id}/settle`, { reason }),
    releaseOrphanHolds(world.broker.ctx),
  ];
  await Promise.all(twice);
  expect(await available()).toBe(before);
  await requireBalance(world);
});
