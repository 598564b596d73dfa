import { once } from 'node:events';
import { connect } from 'node:net';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readEventStream } from '../../../live/testing/event-reader.ts';
import type { FrameReader, ReadFrame } from '../../../live/testing/read-frames.ts';
import { readSocket } from '../../../live/testing/socket-reader.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld, stepReport } from '../testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld();
});
afterAll(() => world.close());

const carriers = { 'server-sent events': readEventStream, 'a WebSocket': readSocket };
type Open = (url: string, headers: Record<string, string>) => Promise<FrameReader>;

function address(machineId: string, after = ''): string {
  const query = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
  return `${world.broker.url}/api/v1/machines/${machineId}/live${query}`;
}

function headersOf(member: TestSession): Record<string, string> {
  return { cookie: member.cookie(), origin: world.broker.ctx.config.http.publicUrl };
}

function watch(open: Open, member: TestSession, machineId: string, after = ''): Promise<FrameReader> {
  return open(address(machineId, after), headersOf(member));
}

const eventNumbers = (frames: ReadFrame[]) =>
  frames.filter(({ event }) => event === 'event').map(({ data }) => (data as { n: number }).n);
const logChunks = (frames: ReadFrame[]) =>
  frames
    .filter(({ event }) => event === 'log')
    .flatMap(({ data }) => (data as { chunks: LogChunk[] }).chunks);
const states = (frames: ReadFrame[]) =>
  frames.filter(({ event }) => event === 'machine').map(({ data }) => (data as { state: string }).state);
const counting = (to: number) => Array.from({ length: to }, (_, at) => at + 1);

async function bought() {
  const member = await world.broker.register();
  const { id } = await world.buy(member, await world.makeProduct(1));
  return { member, id, hold: await world.assign(id) };
}

describe.each(Object.entries(carriers))('over %s', (carrier, open) => {
  test('a stream that is opened anew goes on after the cursor in its address', async () => {
    const { member, id, hold } = await bought();
    await world.log(hold, 1, ['one\n', 'two\n']);
    const first = await watch(open, member, id);
    await first.until('the log', (frames) => logChunks(frames).length === 2);
    first.cut();
    const after = first.frames.at(-1)?.id ?? '';
    await world.log(hold, 3, ['three\n']);
    const again = await watch(open, member, id, after);
    await again.until('the rest', (frames) => logChunks(frames).length > 0);
    again.cut();
    expect(logChunks(again.frames).map(({ seq }) => seq)).toEqual([3]);
    expect(eventNumbers(again.frames)).toEqual([]);
  });

  test('a page that is cut again and again gets every event and every log line exactly once', async () => {
    const { member, id, hold } = await bought();
    const chunkCount = 300;
    const producing = (async () => {
      for (let seq = 1; seq <= chunkCount; seq += 10) {
        await world.log(
          hold,
          seq,
          Array.from({ length: 10 }, (_, at) => `line ${seq + at}\n`),
        );
        if (seq === 101) await world.report(hold, stepReport('running'));
        if (seq === 201) await world.report(hold, stepReport('done'));
      }
    })();
    const got: ReadFrame[] = [];
    let lastEventId = '';
    for (let cuts = 0; logChunks(got).length < chunkCount; cuts += 1) {
      expect(cuts).toBeLessThan(60);
      const reader = await watch(open, member, id, lastEventId);
      await reader.until('news', (frames) => frames.some(({ event }) => event !== 'machine'));
      reader.cut();
      got.push(...reader.frames);
      lastEventId = reader.frames.at(-1)?.id ?? lastEventId;
    }
    await producing;
    expect(logChunks(got).map(({ seq }) => seq)).toEqual(counting(chunkCount));
    const { body } = await member.get(`/api/v1/machines/${id}/events`);
    const all = (body as { items: { n: number }[] }).items.length;
    const rest = await watch(open, member, id, lastEventId);
    await rest.until('the machine', (frames) => frames.length > 0);
    rest.cut();
    expect([...eventNumbers(got), ...eventNumbers(rest.frames)]).toEqual(counting(all));
  });

  test('a page sees each change of state without asking, and is told when nothing more will come', async () => {
    const { member, id, hold } = await bought();
    const reader = await watch(open, member, id);
    await reader.until('the present', (frames) => states(frames).includes('assigned'));
    const labSessionId = await world.bringUp(hold);
    await reader.until('ready', (frames) => states(frames).includes('ready'));
    await member.post(`/api/v1/machines/${id}/stop`);
    await reader.until('stopping', (frames) => states(frames).includes('stopping'));
    await world.report(hold, { kind: 'lab_session_ended', labSessionId, how: 'confirmed' });
    await reader.ended();
    expect(states(reader.frames).at(-1)).toBe('stopped');
    expect(reader.frames.at(-1)).toMatchObject({ event: 'end', data: { reason: 'final' } });
    expect(reader.closeCode).toBe(carrier === 'a WebSocket' ? 1000 : null);
    expect(eventNumbers(reader.frames)).toEqual(counting(eventNumbers(reader.frames).length));
  });

  test('the last lines of a machine that failed come before the page is told that it is over', async () => {
    const { member, id, hold } = await bought();
    const reader = await watch(open, member, id);
    await reader.until('the present', (frames) => states(frames).includes('assigned'));
    const gaveUp = { kind: 'failed', failure: 'no_quota', message: 'no', step: 'start_lab' } as const;
    await world.report(hold, gaveUp);
    await reader.until('the failure', (frames) => states(frames).includes('failed'));
    await world.log(hold, 1, ['nothing is left today\n']);
    await reader.ended();
    expect(logChunks(reader.frames).map(({ text }) => text)).toEqual(['nothing is left today\n']);
    expect(reader.frames.at(-1)).toMatchObject({ event: 'end', data: { reason: 'final' } });
  });

  test('a page that stopped reading for a while gets the whole log once it reads again', async () => {
    const { member, id, hold } = await bought();
    const reader = await watch(open, member, id);
    await reader.until('the present', (frames) => frames.length > 0);
    reader.pause();
    const line = `${'x'.repeat(9_999)}\n`;
    for (let seq = 1; seq <= 100; seq += 10)
      await world.log(
        hold,
        seq,
        Array.from({ length: 10 }, () => line),
      );
    reader.resume();
    await reader.until('the log', (frames) => logChunks(frames).length === 100);
    for (const { data } of reader.frames.filter(({ event }) => event === 'log')) {
      expect(JSON.stringify(data).length).toBeLessThan(100 * 1024);
    }
    expect(logChunks(reader.frames).map(({ seq }) => seq)).toEqual(counting(100));
    reader.cut();
  });

  test('signing out ends the stream within five seconds', async () => {
    const { member, id } = await bought();
    const reader = await watch(open, member, id);
    await reader.until('the present', (frames) => frames.length > 0);
    const signedOutAt = performance.now();
    expect((await member.post('/api/auth/sign-out', {})).status).toBe(204);
    await reader.ended();
    expect(performance.now() - signedOutAt).toBeLessThan(5_500);
    expect(reader.frames.at(-1)).toMatchObject({ event: 'end', data: { reason: 'signed_out' } });
    expect(reader.closeCode).toBe(carrier === 'a WebSocket' ? 4401 : null);
  });

  test('when the broker stops, pages are told to come back', async () => {
    const { member, id } = await bought();
    const reader = await watch(open, member, id);
    await reader.until('the present', (frames) => eventNumbers(frames).includes(3));
    await world.broker.restart();
    await reader.ended();
    expect(reader.frames.at(-1)).toMatchObject({ event: 'end', data: { reason: 'restart' } });
    expect(reader.closeCode).toBe(carrier === 'a WebSocket' ? 1012 : null);
    const again = await watch(open, member, id, reader.frames.at(-1)?.id);
    await again.until('the present', (frames) => frames.length > 0);
    expect(eventNumbers(again.frames)).toEqual([]);
    again.cut();
  });
});

test('a browser that connects again by itself goes on after the last event it got', async () => {
  const { member, id, hold } = await bought();
  await world.log(hold, 1, ['one\n']);
  const first = await watch(readEventStream, member, id);
  await first.until('the log', (frames) => logChunks(frames).length === 1);
  first.cut();
  await world.log(hold, 2, ['two\n']);
  const again = await readEventStream(address(id), {
    ...headersOf(member),
    'last-event-id': first.frames.at(-1)?.id ?? '',
  });
  await again.until('the rest', (frames) => logChunks(frames).length > 0);
  again.cut();
  expect(logChunks(again.frames).map(({ seq }) => seq)).toEqual([2]);
});

test('a socket that may not be opened is answered in plain HTTP: no session, another site, a machine of somebody else', async () => {
  const { member, id } = await bought();
  const stranger = await world.broker.register();
  const mine = headersOf(member);
  expect((await readSocket(address(id), { origin: mine.origin ?? '' })).status).toBe(401);
  expect((await readSocket(address(id), { ...mine, origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await readSocket(address(id), { cookie: mine.cookie ?? '' })).status).toBe(403);
  expect((await readSocket(address(id), headersOf(stranger))).status).toBe(404);
  expect((await readSocket(address('00000000-0000-4000-8000-000000000000'), mine)).status).toBe(404);
});

test('the connection of an upgrade that was refused is closed, also for visitors', async () => {
  const { id } = await bought();
  const { port, host } = new URL(world.broker.url);
  const line = connect(Number(port), '127.0.0.1');
  const closed = once(line, 'close');
  line.resume();
  line.write(
    `GET /api/v1/machines/${id}/live HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
      'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await closed;
});

test.each([
  ['expires', sql`update sessions set expires_at = now() where user_id = `],
  ['was ended in another browser, at another broker', sql`delete from sessions where user_id = `],
  ['belongs to an account that is disabled', sql`update users set disabled_at = now() where id = `],
])('a session that %s ends every stream within five seconds, with one query for all', async (_, end) => {
  const { member, id } = await bought();
  const readers = await Promise.all([watch(readSocket, member, id), watch(readEventStream, member, id)]);
  for (const reader of readers) await reader.until('the present', (frames) => frames.length > 0);
  const endedAt = performance.now();
  await world.rows(sql`${end} ${(await member.me()).id}`);
  for (const reader of readers) await reader.ended();
  expect(performance.now() - endedAt).toBeLessThan(5_000);
  expect(readers[0]?.closeCode).toBe(4401);
  for (const reader of readers)
    expect(reader.frames.at(-1)).toMatchObject({ event: 'end', data: { reason: 'signed_out' } });
});

test('a cursor from nowhere does no harm: what comes next still comes', async () => {
  const { member, id, hold } = await bought();
  const reader = await watch(readSocket, member, id, '999999.999.99999');
  await reader.until('the present', (frames) => states(frames).includes('assigned'));
  await world.log(hold, 1, ['here\n']);
  await reader.until('the log', (frames) => logChunks(frames).length === 1);
  reader.cut();
});

test('a line costs no more statements when twenty pages watch it', async () => {
  const { member, id, hold } = await bought();
  const readers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => watch(at % 2 ? readSocket : readEventStream, member, id)),
  );
  for (const reader of readers) await reader.until('the present', (frames) => frames.length > 0);
  const statements = vi.spyOn(pg.Client.prototype, 'query');
  await world.log(hold, 1, ['one line\n']);
  for (const reader of readers) await reader.until('the line', (frames) => logChunks(frames).length === 1);
  // Storing it, one read for all, and perhaps the round that looks after sessions and lost wake-ups.
  expect(statements.mock.calls.length).toBeLessThan(18);
  statements.mockRestore();
  for (const reader of readers) reader.cut();
});

test("another member's machine does not exist on any route", async () => {
  const { member, id } = await bought();
  const stranger = await world.broker.register();
  for (const who of [stranger, await world.broker.registerAdmin()]) {
    for (const path of ['', '/events', '/logs', '/logs?text=1', '/endpoints', '/live']) {
      expect(`${path} ${(await who.get(`/api/v1/machines/${id}${path}`)).status}`).toBe(`${path} 404`);
    }
    for (const path of ['/cancel', '/stop']) {
      expect(`${path} ${(await who.post(`/api/v1/machines/${id}${path}`)).status}`).toBe(`${path} 404`);
    }
    expect((await who.get('/api/v1/machines')).body).toEqual({ items: [], nextCursor: null });
  }
  expect((await member.get(`/api/v1/machines/${id}`)).status).toBe(200);
});
