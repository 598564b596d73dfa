import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import { makeKey } from '../../api-keys/testing/key-session.ts';
import { type FleetWorld, startFleetWorld } from '../../fleet/testing/fleet-world.ts';
import { answerStream, dialLine, nextStream, openPage, readyMachine } from '../testing/access-world.ts';

let world: FleetWorld;
let worker: FakeWorker;
let machineId: string;
beforeAll(async () => {
  world = await startFleetWorld({
    BROKER_TERMINAL_SCROLLBACK_BYTES: '1024',
    BROKER_STREAM_TICKET_MS: '400',
    BROKER_STREAM_BUFFER_BYTES_MAX: '65536',
    BROKER_LIVE_SESSION_CHECK_MS: '200',
  });
  worker = await world.addWorker('one', 16);
  machineId = (await readyMachine(world, worker)).id;
});
afterAll(() => world.close());

/** A terminal's page and the worker's end of it. */
async function openTerminal(by = world.member, id = machineId) {
  const seen = worker.streams.length;
  const page = await openPage(world, by, `/machines/${id}/terminal?columns=90&rows=30`);
  const order = await nextStream(worker, seen);
  const shell = await answerStream(world, order);
  await expect.poll(() => page.texts).toMatchObject([{ type: 'terminal', from: 0, isNew: true }]);
  return { page, order, shell, id: String(page.texts[0]?.id) };
}

test('what is typed and printed passes both ways, with its size, and a page that comes back gets what it missed', async () => {
  const { page, order, shell, id } = await openTerminal();
  expect(order.purpose).toEqual({ kind: 'terminal', columns: 90, rows: 30 });
  page.send('ls\n');
  page.send({ type: 'resize', columns: 120, rows: 40 });
  await expect.poll(() => shell.bytes()).toBe('ls\n');
  await expect.poll(() => shell.texts).toEqual([{ type: 'resize', columns: 120, rows: 40 }]);
  shell.send('files\n');
  await expect.poll(() => page.bytes()).toBe('files\n');

  page.socket.terminate();
  await page.closed;
  shell.send('later\n');
  const again = await openPage(world, world.member, `/machines/${machineId}/terminal?terminal=${id}&after=6`);
  await expect.poll(() => again.bytes()).toBe('later\n');
  expect(again.texts).toEqual([
    { type: 'terminal', id, from: 6, isNew: false, replayed: expect.any(Number) },
  ]);

  shell.send(Buffer.alloc(4096, 'x'));
  const third = await openPage(world, world.member, `/machines/${machineId}/terminal?terminal=${id}&after=6`);
  await expect.poll(() => third.bytes()).toBe('x'.repeat(1024));
  expect(third.texts).toMatchObject([{ from: 12 + 4096 - 1024 }]);
  // The page that had it is sent away for good, so that two tabs do not fight.
  expect(await again.closed).toBe(4410);

  shell.send({ type: 'exit', code: 0 });
  shell.socket.close(1000);
  expect(await third.closed).toBe(4410);
  expect(third.texts.at(-1)).toEqual({ type: 'exit', code: 0 });
});

test('of many sizes the machine hears the last one, and what is typed meanwhile does not wait for them', async () => {
  const { page, shell } = await openTerminal();
  for (let at = 0; at < 2_000; at += 1) page.send({ type: 'resize', columns: 10 + (at % 400), rows: 20 });
  page.send({ type: 'resize', columns: 77, rows: 33 });
  page.send('after');
  await expect.poll(() => shell.bytes()).toBe('after');
  await expect.poll(() => shell.texts.at(-1)).toEqual({ type: 'resize', columns: 77, rows: 33 });
  expect(shell.texts.length).toBeLessThan(200);
  page.send({ type: 'close' });
  expect(await shell.closed).toBe(1000);
});

test('one session that opens terminals again and again is one visit, and what they print is use of the machine', async () => {
  const member = await world.broker.register();
  const { id } = await readyMachine(world, worker, member);
  const { db } = world.broker.ctx;
  const usedAt = async () =>
    (await db.execute(sql`select used_at from machines where id = ${id}`)).rows[0]?.['used_at'];
  for (let opened = 0; opened < 3; opened += 1) {
    const { page, shell } = await openTerminal(member, id);
    if (opened === 0) {
      page.send({ type: 'close' });
      await shell.closed;
      expect(await usedAt()).toBeNull();
    } else {
      shell.send('$ ');
      await expect.poll(() => page.bytes()).toBe('$ ');
      page.send({ type: 'close' });
      await shell.closed;
    }
  }
  await expect.poll(usedAt).not.toBeNull();
  const { rows } = await db.execute(
    sql`select action from audit_log where target_id = ${id} and action = 'machine.terminal'`,
  );
  expect(rows).toHaveLength(1);
});

test("nobody has a terminal on another's machine, from another origin, through an owner's eyes, or by a key without the scope", async () => {
  const stranger = await world.broker.register();
  const path = `/machines/${machineId}/terminal`;
  expect((await openPage(world, stranger, path)).status).toBe(404);
  expect((await openPage(world, world.member, path, { origin: 'http://evil.example' })).status).toBe(403);
  const { id: memberId } = await world.member.me();
  await world.admin.post(`/api/v1/admin/users/${memberId}/view-as`, { reason: 'a question' });
  expect((await openPage(world, world.admin, path)).status).toBe(403);
  await world.admin.delete('/api/v1/view-as');

  const byKey = (secret: string) =>
    dialLine(`${world.broker.url}/api/v1${path}`, { authorization: `Bearer ${secret}` });
  const narrow = await makeKey(world.member, ['machines.read', 'machines.write']);
  expect((await byKey(narrow.secret)).status).toBe(403);
  const seen = worker.streams.length;
  const key = await makeKey(world.member, ['machines.connect']);
  const page = await byKey(key.secret);
  const shell = await answerStream(world, await nextStream(worker, seen));
  await expect.poll(() => page.texts).toMatchObject([{ type: 'terminal' }]);
  await world.member.delete(`/api/v1/api-keys/${key.id}`);
  expect(await page.closed).toBe(4401);
  expect(await shell.closed).toBe(1000);
});

test('a ticket serves once, only for its stream, only in time and never for a browser', async () => {
  const seen = worker.streams.length;
  const page = await openPage(world, world.member, `/machines/${machineId}/terminal`);
  const order = await nextStream(worker, seen);
  const origin = world.broker.ctx.config.http.publicUrl;
  expect((await answerStream(world, order, { origin })).status).toBe(403);
  expect((await answerStream(world, order, { authorization: `Bearer ${'x'.repeat(43)}` })).status).toBe(403);
  const both = await Promise.all([answerStream(world, order), answerStream(world, order)]);
  expect(both.map(({ status }) => status).sort((one, other) => one - other)).toEqual([101, 403]);
  await expect.poll(() => page.texts).toMatchObject([{ type: 'terminal' }]);
  expect((await answerStream(world, order)).status).toBe(403);
  for (const { socket } of both) socket.terminate();
  expect(await page.closed).toBe(4411);

  const late = await openPage(world, world.member, `/machines/${machineId}/terminal`);
  const missed = await nextStream(worker, seen + 1);
  expect(await late.closed).toBe(4411);
  expect(late.texts).toEqual([{ type: 'fault', fault: 'unreachable' }]);
  expect((await answerStream(world, missed)).status).toBe(403);
});

test("a worker's refusal is told, no other worker can speak for it, and no machine has more terminals than allowed", async () => {
  const other = await world.addWorker('two', 1);
  const seen = worker.streams.length;
  const page = await openPage(world, world.member, `/machines/${machineId}/terminal`);
  const { streamId } = await nextStream(worker, seen);
  other.send(JSON.stringify({ type: 'stream_refused', streamId, fault: 'ended' }));
  await other.heartbeat();
  worker.send(JSON.stringify({ type: 'stream_refused', streamId, fault: 'refused_login' }));
  expect(await page.closed).toBe(4410);
  expect(page.texts).toEqual([{ type: 'fault', fault: 'refused_login' }]);

  const open = [];
  for (let at = 0; at < 4; at += 1) open.push(await openTerminal());
  const fifth = await openPage(world, world.member, `/machines/${machineId}/terminal`);
  expect(await fifth.closed).toBe(4429);
  // One whose page has gone gives its place away.
  open[0]?.page.socket.terminate();
  await open[0]?.page.closed;
  await expect.poll(async () => (await tryTerminal()) !== 4429).toBe(true);
  for (const { shell } of open) shell.socket.terminate();
  other.vanish();
});

/** Opens one more and answers how it was refused, or 0. */
async function tryTerminal(): Promise<number> {
  const seen = worker.streams.length;
  const page = await openPage(world, world.member, `/machines/${machineId}/terminal`);
  const first = await Promise.race([
    page.closed,
    nextStream(worker, seen).then(async (order) => {
      (await answerStream(world, order)).socket.terminate();
      return 0;
    }),
  ]);
  page.socket.terminate();
  return first;
}

test('a page that does not read holds the machine back instead of filling the memory', async () => {
  const { page, shell } = await openTerminal();
  page.socket.pause();
  const piece = Buffer.alloc(60_000, 'y');
  const sent = 400;
  for (let at = 0; at < sent; at += 1) shell.send(piece);
  // What the sockets' own buffers take is gone from the worker's; the rest has to wait there.
  const { promise: sentFar, resolve } = Promise.withResolvers<number>();
  setTimeout(() => resolve(shell.socket.bufferedAmount), 500);
  expect(await sentFar).toBeGreaterThan(10_000_000);
  page.socket.resume();
  await expect.poll(page.size, { timeout: 15_000 }).toBe(sent * piece.length);
  shell.socket.terminate();
});

test('terminals end with their machine, with the account, with the worker', async () => {
  const member = await world.broker.register();
  const [first, second, third] = [
    await readyMachine(world, worker, member),
    await readyMachine(world, worker, member),
    await readyMachine(world, worker),
  ];
  const ended = await openTerminal(member, first.id);
  const shut = await openTerminal(member, second.id);
  const cut = await openTerminal(world.member, third.id);
  await member.post(`/api/v1/machines/${first.id}/stop`, {});
  expect(await ended.page.closed).toBe(4410);
  expect(await ended.shell.closed).toBe(1000);
  expect(await (await openPage(world, member, `/machines/${first.id}/terminal`)).closed).toBe(4410);

  const { id } = await member.me();
  await world.admin.post(`/api/v1/admin/users/${id}/disable`, { reason: 'abuse of it' });
  expect([4401, 4410]).toContain(await shut.page.closed);
  expect(await shut.shell.closed).toBe(1000);

  cut.shell.socket.terminate();
  expect(await cut.page.closed).toBe(4411);
});
