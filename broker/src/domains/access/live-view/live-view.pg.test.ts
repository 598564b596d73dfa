import type { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { type FleetWorld, startFleetWorld } from '../../fleet/testing/fleet-world.ts';
import { answerStream, nextStream, openPage, readyMachine } from '../testing/access-world.ts';

let world: FleetWorld;
let worker: FakeWorker;
beforeAll(async () => {
  world = await startFleetWorld({ BROKER_LIVE_SESSION_CHECK_MS: '200' });
  worker = await world.addWorker('one', 16);
});
afterAll(() => world.close());

/** A machine that its worker has begun to prepare. */
async function preparing() {
  const id = await world.buy();
  await worker.until('it has the machine', () => worker.assignments.some((one) => one.machineId === id));
  const hold = worker.assignments.find((one) => one.machineId === id);
  if (!hold) throw new Error('the machine went elsewhere');
  await worker.report(hold, { kind: 'accepted' });
  await worker.report(hold, { kind: 'step', attempt: 1, step: 'sign_in', state: 'running', failure: null });
  return hold;
}

async function openLook(machineId: string, by = world.admin) {
  const seen = worker.streams.length;
  const page = await openPage(world, by, `/admin/machines/${machineId}/screen`);
  const lab = await answerStream(world, await nextStream(worker, seen));
  return { page, lab };
}

/** What the admin's page was told of who has it in hand. */
function hands({ page }: Awaited<ReturnType<typeof openLook>>): unknown[] {
  return page.texts.flatMap((text) => ('mine' in text ? [text['mine']] : []));
}

async function liveView(machineId: string): Promise<LiveViewState> {
  const { body } = await world.admin.get(`/api/v1/admin/machines/${machineId}/live-view`);
  return body as LiveViewState;
}

async function audited(machineId: string): Promise<unknown[]> {
  const { rows } = await world.broker.ctx.db.execute(
    sql`select action from audit_log where target_id = ${machineId} order by id`,
  );
  return rows.map(({ action }) => action);
}

test('one admin at a time has the page in hand; nobody else types, and everything but what is typed is written down', async () => {
  const { machineId } = await preparing();
  const member = await openPage(world, world.member, `/admin/machines/${machineId}/screen`);
  expect(member.status).toBe(403);
  const second = await world.broker.registerAdmin();
  const first = await openLook(machineId);
  const other = await openLook(machineId, second);

  first.lab.send({ type: 'frame', n: 1, width: 10, height: 10, url: 'u', title: 't' });
  first.lab.send('a picture');
  await expect.poll(() => first.page.bytes()).toBe('a picture');
  first.page.send({ type: 'drawn', n: 1 });
  first.page.send({ type: 'text', text: 'too early' });
  // While the recipe works nobody gets the page.
  first.page.send({ type: 'take' });
  await expect.poll(() => hands(first)).toEqual([false]);
  for (const { lab } of [first, other]) lab.send({ type: 'still', isStill: true });
  await expect.poll(() => other.page.texts).toContainEqual({ type: 'still', isStill: true });
  first.page.send({ type: 'take' });
  await expect.poll(async () => (await liveView(machineId)).takenBy).toBe((await world.admin.me()).name);
  await expect.poll(() => hands(first)).toEqual([false, true]);
  other.page.send({ type: 'take' });
  await expect.poll(() => hands(other)).toEqual([false]);
  other.page.send({ type: 'text', text: 'not mine' });
  other.page.send({ type: 'drawn', n: 1 });
  first.page.send({ type: 'text', text: 'a code' });
  first.page.send({ type: 'give_back' });
  await expect
    .poll(() => first.lab.texts)
    .toEqual([
      { type: 'drawn', n: 1 },
      { type: 'take' },
      { type: 'text', text: 'a code' },
      { type: 'give_back' },
    ]);
  await expect.poll(() => other.lab.texts).toEqual([{ type: 'drawn', n: 1 }]);
  expect(hands(first)).toEqual([false, true, false]);

  other.page.send({ type: 'take' });
  await expect.poll(() => other.lab.texts.at(-1)).toEqual({ type: 'take' });
  // Whoever goes gives it back.
  other.page.socket.terminate();
  await expect.poll(async () => (await liveView(machineId)).takenBy).toBeNull();
  expect(await other.lab.closed).toBe(1000);
  await expect
    .poll(() => audited(machineId))
    .toEqual([
      'machine.page_look',
      'machine.page_look',
      'machine.page_take',
      'machine.page_give_back',
      'machine.page_take',
      'machine.page_give_back',
    ]);
  first.page.send({ type: 'take' });
  await expect.poll(() => hands(first).at(-1)).toBe(true);
  first.lab.send({ type: 'still', isStill: false });
  await expect.poll(() => hands(first).at(-1)).toBe(false);
  expect((await liveView(machineId)).takenBy).toBeNull();
  first.lab.socket.close(1000);
  expect(await first.page.closed).toBe(4410);
});

test('an admin stops a machine between two steps and lets it go on', async () => {
  const { machineId } = await preparing();
  const post = (verb: string) => world.admin.post(`/api/v1/admin/machines/${machineId}/${verb}`);
  const orders = () => worker.assignments.find((one) => one.machineId === machineId)?.operator;
  expect((await world.member.post(`/api/v1/admin/machines/${machineId}/pause`)).status).toBe(403);
  expect((await post('pause')).status).toBe(202);
  await worker.until('it is told to stop', () => orders()?.paused === true);
  expect(await liveView(machineId)).toMatchObject({ canWatch: true, paused: true });
  expect((await post('go-on')).status).toBe(202);
  await worker.until('it goes on', () => orders()?.paused === false);
  // Nobody was waited for: the next one that is needed is not thought to have come.
  expect(orders()?.handedBack).toBe(0);
  expect(await audited(machineId)).toEqual(['machine.pause', 'machine.go_on']);
  const ready = await readyMachine(world, worker);
  expect((await world.admin.post(`/api/v1/admin/machines/${ready.id}/pause`)).status).toBe(409);
});

test('a machine that needs a person gets more time once, is shown to its owner and the operator, and goes on or fails as before', async () => {
  const hold = await preparing();
  const { machineId } = hold;
  const asked = {
    kind: 'needs_operator',
    step: 'sign_in',
    failure: 'terms',
    message: 'Please accept our terms of 2031.',
    waitMs: 600_000,
  } as const;
  const deadline = async () => {
    const { rows } = await world.broker.ctx.db.execute(
      sql`select extract(epoch from provision_deadline_at)::float8 as at from machines where id = ${machineId}`,
    );
    return Number(rows[0]?.at);
  };
  await world.broker.ctx.db.execute(sql`update labs set operator_wait_minutes = 10`);
  const before = await deadline();
  expect((await worker.report(hold, { ...asked, failure: 'captcha' })).outcome).toBe('refused');
  expect((await worker.report(hold, asked)).outcome).toBe('applied');
  expect((await deadline()) - before).toBeCloseTo(600, 0);
  expect((await worker.report(hold, asked)).outcome).toBe('applied');
  expect((await deadline()) - before).toBeCloseTo(600, 0);
  expect((await liveView(machineId)).needsOperator).toMatchObject({
    step: 'sign_in',
    failure: 'terms',
    message: asked.message,
  });
  const seen = (await world.member.get(`/api/v1/machines/${machineId}`)).body;
  expect(seen).toMatchObject({ needsOperatorUntil: expect.any(String), hasTerminal: false });
  // What the lab says is for whoever runs the house.
  expect(JSON.stringify(seen)).not.toContain(asked.message);
  const { body: overview } = await world.admin.get('/api/v1/admin/overview');
  expect(JSON.stringify(overview)).toContain('machine_needs_operator');

  expect((await world.admin.post(`/api/v1/admin/machines/${machineId}/go-on`)).status).toBe(202);
  const handedBack = () => worker.assignments.find((one) => one.machineId === machineId)?.operator.handedBack;
  await worker.until('it is handed back', () => handedBack() === 1);
  await worker.report(hold, { kind: 'operator_done', how: 'handed_back' });
  expect((await liveView(machineId)).needsOperator).toBeNull();
  // Another wait shares what is left.
  await worker.report(hold, { ...asked, step: 'open_shell' });
  expect((await deadline()) - before).toBeCloseTo(600, 0);
  await worker.report(hold, { kind: 'operator_done', how: 'given_up' });
  await worker.report(hold, { kind: 'failed', failure: 'terms', message: 'terms', step: 'open_shell' });
  expect(await world.machine(machineId)).toMatchObject({ state: 'failed', endReason: 'provision_failed' });
});
