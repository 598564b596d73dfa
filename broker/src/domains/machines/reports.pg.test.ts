import { randomUUID } from 'node:crypto';
import { type ProvisionFailure, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import type { ReportBody } from '@coinslot/shared/worker-messages/report-body.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import type { Hold } from './reports/hold.ts';
import {
  machinePassword,
  type MachineWorld,
  openMachineWorld,
  readyReport,
  stepReport,
} from './testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

async function bought(): Promise<{ member: TestSession; machineId: string; hold: Hold }> {
  const member = await world.broker.register();
  const { id: machineId } = await world.buy(member, await world.makeProduct(10));
  return { member, machineId, hold: await world.assign(machineId) };
}

async function view(member: TestSession, machineId: string) {
  return (await member.get(`/api/v1/machines/${machineId}`)).body;
}

function failed(failure: ProvisionFailure): ReportBody {
  return { kind: 'failed', failure, message: 'Wrong name, or password: hunter2-of-seat', step: 'sign_in' };
}

test('queued → assigned → provisioning → ready → stopping → stopped, with the coins earned once', async () => {
  const { member, machineId, hold } = await bought();
  expect(await view(member, machineId)).toMatchObject({ state: 'assigned', charge: { state: 'held' } });
  const labSessionId = await world.bringUp(hold);
  expect(await view(member, machineId)).toMatchObject({ state: 'ready', charge: { state: 'captured' } });
  expect((await member.get(`/api/v1/machines/${machineId}/endpoints`)).body).toMatchObject({
    items: [{ kind: 'ssh', port: 2222, password: machinePassword }],
  });
  await member.post(`/api/v1/machines/${machineId}/stop`);
  expect((await member.get(`/api/v1/machines/${machineId}/endpoints`)).body).toEqual({ items: [] });
  await world.report(hold, { kind: 'lab_session_ending', labSessionId });
  await world.report(hold, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
  expect(await view(member, machineId)).toMatchObject({ state: 'stopped', endReason: 'member_stopped' });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 40, heldEarned: 0 });
  const { body } = await member.get(`/api/v1/machines/${machineId}/events`);
  const { items } = body as { items: { n: number; kind: string }[] };
  expect(items.map(({ n }) => n)).toEqual(items.map((_, at) => at + 1));
});

test('every report twice has one effect', async () => {
  const { member, machineId, hold } = await bought();
  const labSessionId = randomUUID();
  const story: ReportBody[] = [
    { kind: 'accepted' },
    stepReport('running'),
    { kind: 'lab_session_intended', labSessionId, tag: `cs-${labSessionId}` },
    { kind: 'lab_session_started', labSessionId, labRef: 'r1' },
    { kind: 'lab_session_live', labSessionId, labRef: 'r1', endsInMs: null },
    stepReport('done'),
    { kind: 'retrying', attempt: 2, failure: 'page_timeout' },
    readyReport(),
  ];
  for (const body of story) {
    expect((await world.report(hold, body)).outcome).toBe('applied');
    const before = await world.rows(sql`select last_event_n from machines where id = ${machineId}`);
    expect((await world.report(hold, body)).outcome).toBe('applied');
    expect(await world.rows(sql`select last_event_n from machines where id = ${machineId}`)).toEqual(before);
  }
  // A step that comes late does not begin again what is done, nor does a lagging session report go back.
  await world.report(hold, { kind: 'lab_session_started', labSessionId, labRef: 'r1' });
  const [session] = await world.rows(sql`select state from lab_sessions where id = ${labSessionId}`);
  expect(session).toEqual({ state: 'live' });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 40, heldEarned: 0 });
});

test('a report of an old epoch, of another worker, or after the lease ended changes nothing', async () => {
  const { member, machineId, hold } = await bought();
  const stale = [
    { ...hold, epoch: hold.epoch + 1 },
    { ...hold, workerId: randomUUID() },
  ];
  for (const other of stale) {
    expect((await world.report(other, readyReport())).outcome).toBe('stale_epoch');
    expect(await world.log(other, 1, ['x'])).toBeNull();
  }
  await member.post(`/api/v1/machines/${machineId}/cancel`);
  expect((await world.report(hold, stepReport('running'))).outcome).toBe('stale_epoch');
  expect(await view(member, machineId)).toMatchObject({ state: 'stopped', steps: [] });
});

test('a second lab session is refused while one is open, and none may be started once the end is decided', async () => {
  const { member, machineId, hold } = await bought();
  const labSessionId = await world.startLabSession(hold);
  const second = { kind: 'lab_session_intended', labSessionId: randomUUID(), tag: randomUUID() } as const;
  expect((await world.report(hold, second)).outcome).toBe('refused');
  await member.post(`/api/v1/machines/${machineId}/cancel`);
  expect((await world.report(hold, second)).outcome).toBe('refused');
  expect((await world.report(hold, readyReport())).outcome).toBe('refused');
  await world.report(hold, { kind: 'lab_session_ended', labSessionId, how: 'not_found' });
  expect(await view(member, machineId)).toMatchObject({ state: 'stopped', endReason: 'cancelled' });
  const [seat] = await world.rows(sql`select sum(in_use) as in_use from seats where in_use > 0
    and id in (select seat_id from lab_sessions where id = ${labSessionId})`);
  expect(seat).toEqual({ in_use: null });
});

test('ready without a lab session, or at a lab that ends long before the sold time, is not sold', async () => {
  const { member, machineId, hold } = await bought();
  expect((await world.report(hold, readyReport())).outcome).toBe('refused');
  const labSessionId = await world.startLabSession(hold);
  const shortLife = { kind: 'lab_session_live', labSessionId, labRef: 'r', endsInMs: 30 * 60_000 } as const;
  await world.report(hold, shortLife);
  await world.report(hold, readyReport());
  expect(await view(member, machineId)).toMatchObject({ state: 'queued', charge: { state: 'held' } });
});

test('a failure that may pass is tried by one more lease, then the coins go back with a plain sentence', async () => {
  const { member, machineId, hold } = await bought();
  await world.report(hold, stepReport('running'));
  await world.report(hold, stepReport('failed'));
  await world.report(hold, failed('page_timeout'));
  expect(await view(member, machineId)).toMatchObject({ state: 'queued', attempt: 2, steps: [] });
  const again = await world.assign(machineId);
  expect(again.epoch).toBe(hold.epoch + 1);
  const labSessionId = await world.startLabSession(again);
  await world.report(again, failed('lab_error'));
  expect(await view(member, machineId)).toMatchObject({
    state: 'failed',
    endReason: 'provision_failed',
    endDetail: provisionFailures.lab_error.text,
    charge: { state: 'released' },
  });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  await world.report(again, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
  const open = await world.rows(
    sql`select id from leases where machine_id = ${machineId} and released_at is null`,
  );
  expect(open).toEqual([]);
});

test('a failed try with an open lab session keeps lease and seat until the lab confirmed, then waits for another lease', async () => {
  const { member, machineId, hold } = await bought();
  const labSessionId = await world.startLabSession(hold);
  await world.report(hold, failed('shell_failed'));
  const held = sql`select m.state, m.seat_id is not null as seat,
      (select count(*) from leases where machine_id = m.id and released_at is null) as leases
    from machines m where m.id = ${machineId}`;
  expect(await world.rows(held)).toEqual([{ state: 'queued', seat: true, leases: 1 }]);
  await world.report(hold, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
  expect(await world.rows(held)).toEqual([{ state: 'queued', seat: false, leases: 0 }]);
  await member.post(`/api/v1/machines/${machineId}/cancel`);
});

test('what another try would only repeat closes the seat or the lab and fails at once', async () => {
  const seat = await bought();
  await world.report(seat.hold, failed('account_blocked'));
  expect(await view(seat.member, seat.machineId)).toMatchObject({
    state: 'failed',
    charge: { state: 'released' },
  });
  const closed = await world.rows(sql`select disabled_reason from seats where disabled_at is not null`);
  expect(closed).toEqual([{ disabled_reason: 'account_blocked: Wrong name, or password: [masked]' }]);

  const lab = await bought();
  await world.report(lab.hold, failed('captcha'));
  const [row] = await world.rows(sql`select breaker_opened_at is not null as open from labs`);
  expect(row).toEqual({ open: true });
  await world.rows(sql`update labs set breaker_opened_at = null, breaker_reason = null`);
});

test('a template that the lab does not offer fails at once, and closes neither seat nor lab', async () => {
  const { member, machineId, hold } = await bought();
  const closed = () =>
    world.rows(sql`
    select
      (select count(*) from seats where disabled_at is not null) as seats,
      (select count(*) from labs where breaker_opened_at is not null) as labs
  `);
  const before = await closed();
  await world.report(hold, failed('template_unknown'));
  expect(await view(member, machineId)).toMatchObject({
    state: 'failed',
    charge: { state: 'released' },
  });
  expect(await closed()).toEqual(before);
});

test('a ready machine that the lab lost ends with a refund', async () => {
  const { member, machineId, hold } = await bought();
  await world.bringUp(hold);
  await world.report(hold, { kind: 'machine_gone', message: 'it is not in the list' });
  expect(await view(member, machineId)).toMatchObject({ state: 'failed', endReason: 'lab_ended' });
  expect((await member.me()).wallet.availableEarned).toBe(50);
});

test('evidence is masked, kept once, capped, and read by admins only with a line in the audit log', async () => {
  const { member, machineId, hold } = await bought();
  const evidenceId = randomUUID();
  const evidence: ReportBody = {
    kind: 'evidence',
    evidenceId,
    takenAt: new Date().toISOString(),
    step: 'sign_in',
    failure: 'page_changed',
    message: 'no button; password=hunter2',
    url: 'http://lab.localhost/start',
    title: 'Start',
    screenshot: Buffer.from('jpeg').toString('base64'),
    dom: '<p>seat-password-0 seat-password-1 seat-password-2</p>',
    console: ['Bearer abcdefghijklmnop'],
    network: [],
    stepLog: [],
  };
  expect((await world.report(hold, evidence)).outcome).toBe('applied');
  await world.report(hold, evidence);
  for (let more = 0; more < 25; more += 1)
    await world.report(hold, { ...evidence, evidenceId: randomUUID() });
  const [kept] = await world.rows(sql`select count(*) from evidence where machine_id = ${machineId}`);
  expect(kept).toEqual({ count: 20 });

  const admin = await world.broker.registerAdmin();
  const path = `/api/v1/admin/evidence/${evidenceId}`;
  expect((await member.get(path)).status).toBe(403);
  const { body } = await admin.get(path);
  expect(JSON.stringify(body)).not.toMatch(/hunter2|abcdefghijklmnop/);
  const picture = await admin.get(`${path}/screenshot`);
  expect(picture.headers.get('content-type')).toBe('image/jpeg');
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
  const audit = await world.rows(
    sql`select action from audit_log where target_id = ${evidenceId} order by id`,
  );
  expect(audit.map(({ action }) => action)).toEqual(['evidence.read', 'evidence.read_screenshot']);
});

test('ready and cancel at the same moment: one of them wins, and the coins follow it', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { member, machineId, hold } = await bought();
    const labSessionId = await world.startLabSession(hold);
    const [report, cancel] = await Promise.all([
      world.report(hold, readyReport()),
      member.post(`/api/v1/machines/${machineId}/cancel`),
    ]);
    const cancelled = cancel.status === 200;
    expect(report.outcome).toBe(cancelled ? 'refused' : 'applied');
    expect((await member.me()).wallet).toMatchObject({ availableEarned: cancelled ? 50 : 40, heldEarned: 0 });
    const ways = await world.rows(
      sql`select id from endpoints where machine_id = ${machineId} and closed_at is null`,
    );
    expect(ways).toHaveLength(cancelled ? 0 : 1);
    if (!cancelled) await member.post(`/api/v1/machines/${machineId}/stop`);
    await world.report(hold, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
  }
});
