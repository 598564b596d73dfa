import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Permission } from '@coinslot/shared/permissions.ts';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { createMetrics } from '../observability/metrics.ts';
import { createBus } from './bus.ts';
import { encodeFrames } from './encode-frames.ts';
import { openEventSink } from './event-sink.ts';
import { createLatestBroadcast } from './latest-broadcast.ts';
import type { LiveWatcher } from './live-watcher.ts';
import { type LiveWatchers, openLiveWatchers } from './live-watchers.ts';
import { openSocketSink } from './socket-sink.ts';
import { readEventStream } from './testing/event-reader.ts';
import type { FrameReader } from './testing/read-frames.ts';
import { readSocket } from './testing/socket-reader.ts';

let app: FastifyInstance | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await app?.close();
});

/** Where every page says that it stands. */
const cursor = '7.1.40';
const batchBytes = 64 * 1024;
const batch = (n: number) => encodeFrames([{ event: 'log', id: String(n), data: 'x'.repeat(batchBytes) }]);

/** The real thing without a broker around it: every connection to `/` is admitted. */
async function serve(settings: Record<string, string> = {}) {
  const permissions = new Map([['session', new Set<Permission>(['admin.workers.read'])]]);
  const asked: string[][] = [];
  const metrics = createMetrics();
  const bus = createBus(() => undefined);
  const ctx = { bus, config: readConfig({ NODE_ENV: 'test', ...settings }), metrics, log: fastify().log };
  const watchers: LiveWatchers = openLiveWatchers(ctx as never, async (ids) => {
    asked.push([...ids]);
    return new Map([...permissions].filter(([id]) => ids.includes(id)));
  });
  const admitted: LiveWatcher[] = [];
  const server = fastify({ forceCloseConnections: true });
  app = server;
  await server.register(websocket, { preClose: (done) => done() });
  server.addHook('preClose', () => watchers.close());
  const who = { sessionId: 'session', needs: 'admin.workers.read' } as const;
  server.route({
    method: 'GET',
    url: '/',
    handler: (_, reply) =>
      void admitted.push(watchers.admit(openEventSink(reply, { retryMs: 1_000 }), who, cursor)),
    wsHandler: (socket, { raw }) =>
      void admitted.push(watchers.admit(openSocketSink(socket, raw.socket), who, cursor)),
  });
  // A socket of the file system holds 200 KB; one of TCP would take megabytes of each page that does not read.
  const folder = await mkdtemp(path.join(tmpdir(), 'coinslot-live-'));
  const socketPath = path.join(folder, 'socket');
  server.addHook('onClose', () => rm(folder, { recursive: true, force: true }));
  await server.listen({ path: socketPath });
  const bySocket = () => readSocket(`ws+unix:${socketPath}:/`, {});
  const byEvents = () => readEventStream('http://localhost/', {}, { socketPath });
  /** Every second one over server-sent events, the first over WebSocket. */
  const connect = (count: number): Promise<FrameReader[]> =>
    Promise.all(Array.from({ length: count }, (_, at) => (at % 2 === 0 ? bySocket() : byEvents())));
  return { admitted, permissions, asked, metrics, bus, watchers, connect };
}

test('pages that are told to come back before they were sent anything keep the place that they came with', async () => {
  const { connect, watchers } = await serve();
  const readers = await connect(2);
  await watchers.close();
  for (const reader of readers) {
    await reader.until('the goodbye', (frames) => frames.length > 0);
    expect(reader.frames).toMatchObject([{ event: 'end', id: cursor, data: { reason: 'restart' } }]);
  }
});

async function valueOf(metric: { get: () => Promise<{ values: { value: number }[] }> }): Promise<number> {
  return (await metric.get()).values.reduce((sum, { value }) => sum + value, 0);
}

test(
  'two hundred pages that stop reading hold one batch each, are cut off, and delay nobody else',
  { timeout: 60_000 },
  async () => {
    const { admitted, connect, metrics } = await serve({ BROKER_LIVE_STALL_MS: '1500' });
    const slow = await connect(200);
    const slowOnes = [...admitted];
    const [quick] = await connect(1);
    const quickOne = admitted.at(-1);
    for (const reader of slow) reader.pause();
    let sent = 0;
    let mostUnsent = 0;
    const pour = (watcher: LiveWatcher, most: number) => {
      let n = 0;
      const next = () => {
        if (n === most) return;
        watcher.send(batch((n += 1)));
        sent += 1;
        mostUnsent = Math.max(mostUnsent, watcher.unsentBytes);
      };
      watcher.onFree(next);
      next();
    };
    for (const watcher of slowOnes) pour(watcher, Infinity);
    if (quickOne) pour(quickOne, 50);
    await vi.waitFor(() => expect(slowOnes.every(({ isOpen }) => !isOpen)).toBe(true), {
      timeout: 50_000,
      interval: 50,
    });
    // The batch, its name, and what says goodbye.
    expect(mostUnsent).toBeLessThan(batchBytes + 1_024);
    expect(sent).toBeGreaterThan(200);
    expect(await valueOf(metrics.liveSlowReaders)).toBe(200);
    await quick?.until('all batches', (frames) => frames.length === 50);
    expect(quick?.frames.map(({ id }) => Number(id))).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
    await vi.waitFor(async () => expect(await valueOf(metrics.liveWatchers)).toBe(1), 5_000);
    for (const reader of slow) reader.cut();
  },
);

test('a page that reads again in time gets every batch once, in order', async () => {
  const { admitted, connect } = await serve();
  const readers = await connect(2);
  for (const reader of readers) reader.pause();
  const sending = admitted.map(async (watcher) => {
    for (let n = 1; n <= 200; n += 1) {
      if (!watcher.isFree) await new Promise<void>((resolve) => watcher.onFree(resolve));
      watcher.send(batch(n));
    }
  });
  for (const reader of readers) reader.resume();
  await Promise.all(sending);
  for (const reader of readers) {
    await reader.until('200 frames', (frames) => frames.length === 200);
    expect(reader.frames.map(({ id }) => Number(id))).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
  }
});

test('all sessions are looked up in one question, and one that lost its permission is shut out', async () => {
  const { connect, permissions, asked, bus } = await serve({ BROKER_LIVE_SESSION_CHECK_MS: '60000' });
  const readers = await connect(6);
  permissions.set('session', new Set());
  bus.emit('session_ended', { sessionId: 'another', userId: 'somebody' });
  for (const reader of readers) await reader.ended();
  expect(asked).toEqual([['session']]);
  expect(readers.map(({ closeCode }) => closeCode)).toEqual([4403, null, 4403, null, 4403, null]);
});

test('a page that no longer answers pings is cut off', async () => {
  const { connect, metrics } = await serve({ BROKER_LIVE_KEEP_ALIVE_MS: '50', BROKER_LIVE_STALL_MS: '200' });
  const [reader] = await connect(1);
  reader?.pause();
  await vi.waitFor(async () => expect(await valueOf(metrics.liveWatchers)).toBe(0), 5_000);
  reader?.cut();
});

test('at a restart everybody is told to come back', async () => {
  const { connect, watchers } = await serve();
  const readers: FrameReader[] = await connect(4);
  const ended = readers.map((reader) => reader.ended());
  await watchers.close();
  await Promise.all(ended);
  expect(readers.map(({ closeCode }) => closeCode)).toEqual([1012, null, 1012, null]);
  for (const reader of readers)
    expect(reader.frames.at(-1)).toMatchObject({ event: 'end', data: { reason: 'restart' } });
});

test('of a state that changes faster than a page reads, the page gets the newest; it is written once for all', async () => {
  const { admitted, connect } = await serve();
  const readers = await connect(4);
  const started: number[] = [];
  const broadcast = createLatestBroadcast(() => started.push(1));
  for (const watcher of admitted) broadcast.join(watcher);
  for (const reader of readers) reader.pause();
  const stringify = vi.spyOn(JSON, 'stringify');
  for (let n = 1; n <= 300; n += 1) {
    broadcast.publish(encodeFrames([{ event: 'fleet', id: String(n), data: 'x'.repeat(batchBytes) }]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(
    stringify.mock.calls.filter(([value]) => typeof value === 'string' && value.length === batchBytes),
  ).toHaveLength(300);
  for (const reader of readers) reader.resume();
  for (const reader of readers) {
    await reader.until('the newest', (frames) => frames.at(-1)?.id === '300');
    const ids = reader.frames.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(ids.length).toBeLessThan(300);
  }
  expect(started).toEqual([1]);
  for (const reader of readers) reader.cut();
  await vi.waitFor(() => expect(broadcast.isWatched).toBe(false));
});
