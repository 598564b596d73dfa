import { Canary } from '@coinslot/shared/http/admin-canaries.ts';
import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import { bringUp, endLabSession, intendLabSession } from '../../testing/fake-provisioning.ts';
import { runProcess } from '../../testing/run-process.ts';
import { askCanary, askDueCanaries, purgeCanaries } from './index.ts';
import { type CanaryWorld, startCanaryWorld } from './testing/canary-world.ts';

let canaries: CanaryWorld;
let world: CanaryWorld['world'];
let worker: CanaryWorld['worker'];
beforeEach(async () => {
  canaries = await startCanaryWorld();
  ({ world, worker } = canaries);
});
afterEach(() => world.close());

const act: CanaryWorld['act'] = (query) => canaries.act(query);
const ask: CanaryWorld['ask'] = (seat) => canaries.ask(seat);
const assignmentOf: CanaryWorld['assignmentOf'] = (machineId) => canaries.assignmentOf(machineId);
const failAt: CanaryWorld['failAt'] = (machineId, failure) => canaries.failAt(machineId, failure);
const look: CanaryWorld['look'] = (id) => canaries.look(id);
const openCanary = () => canaries.openCanary();
const place = () => canaries.place();
const seatId: CanaryWorld['seatId'] = (username) => canaries.seatId(username);

async function breakers() {
  return await readRows(
    world.broker.database.db,
    z.object({ lab: z.boolean(), seats: z.array(z.string()), trials: z.int().nullable() }),
    sql`
      select breaker_opened_at is not null as lab, array(
        select username from seats where breaker_opened_at is not null order by 1
      ) as seats, (select max(breaker_trials) from seats) as trials from labs`,
  );
}

const unavailable = async () => {
  const { body } = await world.member.get('/api/v1/products');
  return z.object({ items: z.array(z.object({ unavailable: z.string().nullable() })) }).parse(body).items[0]
    ?.unavailable;
};

test('a canary runs on the seat that was named, costs nothing, and ends as soon as it is ready; nobody sees its way in', async () => {
  const other = await seatId('other');
  await act(sql`update seats set disabled_at = now(), disabled_reason = 'looked at' where id = ${other}`);
  const { id, machineId } = await ask(other);
  expect(await look(id)).toMatchObject({ state: 'queued', outcome: null, by: 'Admin', seat: { id: other } });
  const again = await world.admin.post(`/api/v1/admin/labs/${canaries.labId}/canaries`, { seatId: other });
  expect(again).toMatchObject({ status: 409, body: { code: 'canary_refused' } });
  const assignment = await assignmentOf(machineId);
  expect(assignment.seat.id).toBe(other);
  const labSessionId = await bringUp(worker, assignment);
  await worker.until('it is to end', () => worker.assignments.some((one) => one.goal === 'end'));
  await endLabSession(worker, assignment, labSessionId);
  expect(await look(id)).toMatchObject({
    state: 'stopped',
    outcome: 'ok',
    failure: null,
    steps: [{ step: 'sign_in' }],
  });
  const { rows } =
    await act(sql`select (select count(*) from endpoints)::integer as ways, (select count(*) from charges)::integer as charges,
    (select in_use from seats where id = ${other}) as used`);
  expect(rows).toEqual([{ ways: 0, charges: 0, used: 0 }]);
  await act(sql`update machines set ended_at = now() - interval '15 days' where id = ${machineId}`);
  await act(sql`
    insert into tunnels (machine_id, tag, hostname, account_id, zone_id) values (${machineId}, 'tag', 'm-x.example.org', 'a', 'z')`);
  await purgeCanaries(world.broker.database.db, 14);
  expect((await act(sql`select tag from tunnels`)).rows).toEqual([{ tag: 'tag' }]);
  await act(sql`update tunnels set state = 'removed', removing_at = now(), removed_at = now()`);
  await purgeCanaries(world.broker.database.db, 14);
  expect((await act(sql`select 1 from machines`)).rows).toEqual([]);
});

test('a member who buys at the same moment gets the seat; the canary takes what is left, and waits otherwise', async () => {
  const seat = await seatId('seat');
  await act(sql`update seats set disabled_at = now(), disabled_reason = 'no' where username = 'other'`);
  const canary = await ask(seat);
  const bought = await world.buy();
  expect(await place()).toMatchObject({ placed: 1 });
  expect(await world.machine(bought)).toMatchObject({ state: 'assigned', seatId: seat });
  expect(await look(canary.id)).toMatchObject({ state: 'queued' });
  // Six brokers at once, and the member gives up: it is placed once.
  await world.member.post(`/api/v1/machines/${bought}/cancel`);
  const rounds = await Promise.all(Array.from({ length: 6 }, place));
  expect(rounds.map(({ placed }) => placed).reduce((a, b) => a + b)).toBe(1);
  expect(await look(canary.id)).toMatchObject({ state: 'assigned' });
});

test('one seat that fails rests and the other goes on; when both fail alike the lab rests and the shop says so', async () => {
  const [seat, other] = [await seatId('seat'), await seatId('other')];
  for (let n = 0; n < 2; n += 1) await failAt((await ask(seat)).machineId, 'lab_error');
  expect(await breakers()).toEqual([{ lab: false, seats: ['seat'], trials: 0 }]);
  expect(await unavailable()).toBeNull();
  const bought = await world.buy();
  expect((await assignmentOf(bought)).seat.id).toBe(other);
  await world.member.post(`/api/v1/machines/${bought}/cancel`);
  for (let n = 0; n < 2; n += 1) await failAt((await ask(other)).machineId, 'lab_error');
  expect(await breakers()).toEqual([{ lab: true, seats: ['other', 'seat'], trials: 0 }]);
  expect(await unavailable()).toBe('temporarily');
  const refused = await world.member.post('/api/v1/machines', { productId: await canaries.anyProduct() });
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'product_unavailable', detail: expect.stringContaining('temporarily unavailable') },
  });
  const { body } = await world.member.get('/api/v1/products');
  const rests = { since: expect.stringMatching(/Z$/), triesAgainAt: expect.stringMatching(/Z$/) };
  const { items } = z.object({ items: z.array(z.object({ resting: z.unknown() })) }).parse(body);
  expect(items[0]?.resting).toEqual(rests);
});

test('after its rest one canary tries, whichever of several brokers asks; success closes by itself, failure doubles the rest', async () => {
  for (const name of ['seat', 'other']) {
    const id = await seatId(name);
    for (let n = 0; n < 2; n += 1) await failAt((await ask(id)).machineId, 'page_timeout');
  }
  expect(await askDueCanaries(world.broker.ctx)).toBe(0);
  await rested();
  const asked = await Promise.all(Array.from({ length: 5 }, () => askDueCanaries(world.broker.ctx)));
  expect(asked.reduce((a, b) => a + b)).toBe(1);
  const first = await openCanary();
  await failAt(first, 'lab_error');
  expect(await breakers()).toMatchObject([{ lab: true, trials: 1 }]);
  await rested();
  expect(await askDueCanaries(world.broker.ctx)).toBe(1);
  const second = await openCanary();
  const assignment = await assignmentOf(second);
  const labSessionId = await bringUp(worker, assignment);
  await endLabSession(worker, assignment, labSessionId);
  const [after] = await breakers();
  expect(after).toMatchObject({ lab: false });
  expect(after?.seats).toHaveLength(1);
  expect(await unavailable()).toBeNull();
});

test('what waits for an admin is never tried by itself, nor is a lab that is switched off or has no permission record', async () => {
  const canary = await ask(await seatId('seat'));
  await failAt(canary.machineId, 'captcha');
  expect(await unavailable()).toBe('lab_disabled');
  // What the lab's own page said counts more than our word for it.
  await act(sql`
    insert into evidence (id, machine_id, epoch, taken_at, failure, message, url, title, dom, console, network, step_log, expires_at)
    values (gen_random_uuid(), ${canary.machineId}, 1, now(), 'captcha', 'Type what you see', '', '', '', '{}', '{}', '{}', now())`);
  expect(await look(canary.id)).toMatchObject({ outcome: 'failed', detail: 'Type what you see' });
  await rested();
  expect(await askDueCanaries(world.broker.ctx)).toBe(0);
  await act(sql`update labs set disabled_at = now(), disabled_reason = 'off'`);
  const path = `/api/v1/admin/labs/${canaries.labId}/canaries`;
  const refused = async () => {
    const { status, body } = await world.admin.post(path, {});
    return { status, ...z.object({ code: z.string(), detail: z.string() }).parse(body) };
  };
  const what = { status: 409, code: 'canary_refused' };
  expect(await refused()).toEqual({ ...what, detail: saidSentences.canary_lab_off });
  await act(sql`update labs set disabled_at = null, disabled_reason = null`);
  await act(sql`update products set archived_at = now()`);
  expect(await refused()).toEqual({ ...what, detail: saidSentences.canary_no_template });
  await act(sql`update labs set permission_kind = null, permission_confirmed_at = null, stealth = false`);
  expect(await refused()).toEqual({ ...what, detail: saidSentences.canary_no_permission });
  // A kind of lab that always has something to ask for needs no product to be tried.
  await act(sql`
    update labs set recipe = 'jupyter', permission_kind = 'contract', permission_confirmed_at = now()`);
  const { machineId } = await ask(await seatId('other'));
  expect((await act(sql`select template from machines where id = ${machineId}`)).rows).toEqual([
    { template: 'default' },
  ]);
});

test('a schedule asks for each open seat in turn, one of a lab at once', async () => {
  await act(sql`update labs set canary_every_minutes = 60`);
  expect(await askDueCanaries(world.broker.ctx)).toBe(0);
  await act(sql`update seats set created_at = now() - interval '2 hours'`);
  expect(await askDueCanaries(world.broker.ctx)).toBe(1);
  expect(await askDueCanaries(world.broker.ctx)).toBe(0);
  await failAt(await openCanary(), 'verify_failed');
  expect(await askDueCanaries(world.broker.ctx)).toBe(1);
  await failAt(await openCanary(), 'verify_failed');
  expect(await askDueCanaries(world.broker.ctx)).toBe(0);
});

test('cookies of a sign-in are kept encrypted for the next holder, and void with a new password', async () => {
  const seat = await seatId('seat');
  const cookie = { name: 'sid', value: 'very-secret-cookie', domain: 'lab.localhost', path: '/' };
  const cookies = [{ ...cookie, expiresAt: null, httpOnly: true, secure: false, sameSite: null }];
  const { machineId } = await ask(seat);
  const assignment = await assignmentOf(machineId);
  expect(assignment.seat.cookies).toBeNull();
  await intendLabSession(worker, assignment);
  await worker.report(assignment, { kind: 'seat_cookies', cookies });
  expect(JSON.stringify((await act(sql`select * from seats`)).rows)).not.toContain(cookie.value);
  await act(sql`update leases set granted_at = now() - interval '1 hour'`);
  await worker.heartbeat();
  await worker.until('it is told', () => worker.assignments[0]?.seat.cookies?.[0]?.value === cookie.value);
  const foreign = await worker.report({ ...assignment, epoch: 99 }, { kind: 'seat_cookies', cookies: null });
  expect(foreign.outcome).toBe('stale_epoch');
  const edit = { username: 'seat', password: 'another password', revision: 1 };
  expect((await world.admin.put(`/api/v1/admin/seats/${seat}`, edit)).body).toMatchObject({
    hasCookies: false,
  });
  // The lease is older than the password: what it signs in with may be the former one.
  await worker.report(assignment, { kind: 'seat_cookies', cookies });
  expect((await act(sql`select cookies from seats where id = ${seat}`)).rows).toEqual([{ cookies: null }]);
});

test('a canary that nobody could place is told as such', async () => {
  const id = await inTransaction(world.broker.database.db, (tx) =>
    askCanary(tx, world.broker.ctx, { labId: canaries.labId, seatId: null, template: null, by: 'schedule' }),
  );
  await act(sql`update machines set state = 'failed', end_reason = 'queue_timeout', ended_at = now()`);
  expect(await look(id)).toMatchObject({ outcome: 'not_placed' });
});

test('the operator’s terminal shows each step, where the evidence is, and says by its exit code whether it works', async () => {
  const environment = {
    DATABASE_URL: world.broker.database.url,
    COINSLOT_DATA_DIR: world.broker.ctx.config.dataDir,
  };
  const failing = runProcess('cli.ts', ['recipe', 'test', 'Bundled lab', '--seat', 'other'], environment);
  await failing.says('asked for');
  await failAt(await openCanary(), 'lab_start_timeout');
  expect(await failing.ended).toBe(1);
  expect(failing.output()).toContain('A worker has it.');
  expect(failing.output()).toContain('The lab took too long to start the machine.');
  expect(failing.output()).toContain('http://localhost:8080/admin/machines/');
  const working = runProcess('cli.ts', ['recipe', 'test', 'Bundled lab'], environment);
  await working.says('asked for');
  const machineId = await openCanary();
  const assignment = await assignmentOf(machineId);
  await endLabSession(worker, assignment, await bringUp(worker, assignment));
  expect(await working.ended).toBe(0);
  expect(working.output()).toContain('It works');
  expect((await world.admin.get(`/api/v1/admin/machines/${machineId}`)).body).toMatchObject({
    productName: 'Canary',
    productId: null,
  });
  const forPrograms = runProcess('cli.ts', ['recipe', 'test', 'Bundled lab', '--json'], environment);
  await world.until('it is asked for', async () => (await openCanary()) !== '');
  await failAt(await openCanary(), 'page_changed');
  expect(await forPrograms.ended).toBe(1);
  expect(Canary.parse(JSON.parse(forPrograms.output()))).toMatchObject({
    outcome: 'failed',
    failure: 'page_changed',
    by: 'operator',
  });
  const { rows } = await act(sql`select actor_name from audit_log where action = 'lab.ask_canary'`);
  expect(rows).toEqual(Array.from({ length: 3 }, () => ({ actor_name: 'operator' })));
});

async function rested(): Promise<void> {
  await act(sql`update seats set breaker_tries_again_at = now() where breaker_tries_again_at is not null`);
  await act(sql`update labs set breaker_tries_again_at = now() where breaker_tries_again_at is not null`);
}
