import { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';
import { LiveSocketFrame } from '@coinslot/shared/live-events/live-frame.ts';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { TestSession } from '../../../testing/test-session.ts';
import { type FleetWorld, startFleetWorld } from '../testing/fleet-world.ts';

let world: FleetWorld;
afterEach(() => world.close());

/** A page that watches the fleet over a real socket. */
function watch(by: TestSession, headers: Record<string, string> = {}) {
  const url = new URL('/api/v1/admin/fleet/live', world.broker.url.replace('http', 'ws'));
  const origin = world.broker.ctx.config.http.publicUrl;
  const socket = new WebSocket(url, { headers: { cookie: by.cookie(), origin, ...headers } });
  const seen: FleetSnapshot[] = [];
  let ended: number | null = null;
  socket.on('error', () => undefined);
  socket.on('unexpected-response', (_, response) => {
    ended = response.statusCode ?? 0;
  });
  socket.on('close', (code) => {
    ended ??= code;
  });
  socket.on('message', (data: Buffer) => {
    const frame = LiveSocketFrame.parse(JSON.parse(data.toString('utf8')));
    if (frame.event === 'fleet') seen.push(FleetSnapshot.parse(frame.data));
  });
  return {
    seen,
    close: () => socket.close(),
    until: (what: string, isSo: (fleet: FleetSnapshot) => boolean) =>
      world.until(what, async () => {
        const newest = seen.at(-1);
        return newest !== undefined && isSo(newest);
      }),
    async ended() {
      await world.until('the page is sent away', async () => ended !== null);
      return ended;
    },
  };
}

test('the fleet page shows workers, the queue in order and placements, and follows them live', async () => {
  world = await startFleetWorld();
  const page = watch(world.admin);
  await page.until('it is shown at once', ({ workers }) => workers.length === 0);
  const worker = await world.addWorker('one', 1);
  await page.until('the worker is there', ({ workers }) => workers[0]?.liveness === 'connected');
  const first = await world.buy();
  await worker.until('it has work', () => worker.assignments.length === 1);
  const [assignment] = worker.assignments;
  if (assignment) await worker.report(assignment, { kind: 'accepted' });
  const second = await world.buy();
  await page.until(
    'both are shown',
    ({ waiting, placements }) => waiting.length === 1 && placements.length === 1,
  );
  const { body } = await world.admin.get('/api/v1/admin/fleet');
  for (const fleet of [FleetSnapshot.parse(body), page.seen.at(-1)]) {
    expect(fleet).toMatchObject({
      slots: { total: 1, used: 1, free: 0 },
      waitingCount: 1,
      waiting: [{ machineId: second, ownerName: 'Member', priority: 2, position: 1, blocked: null }],
      placements: [
        { machineId: first, workerName: 'one', releasedAt: null, acceptedAfterMs: expect.any(Number) },
      ],
      medianWaitMs: expect.any(Number),
      medianPrepareMs: null,
    });
  }
  page.close();
});

test('only who may see workers may watch, from our own pages, and no longer than the session lasts', async () => {
  world = await startFleetWorld();
  expect(await watch(world.member).ended()).toBe(403);
  expect(await watch(world.admin, { origin: 'http://elsewhere.example' }).ended()).toBe(403);
  const page = watch(world.admin);
  await page.until('it watches', () => true);
  const since = performance.now();
  await world.admin.post('/api/auth/sign-out', {});
  expect(await page.ended()).toBe(4401);
  expect(performance.now() - since).toBeLessThan(5000);
});

test('a hundred pages cost one reading a second', async () => {
  world = await startFleetWorld({ BROKER_LIVE_STREAMS_PER_MEMBER_MAX: '100' });
  const pages = Array.from({ length: 100 }, () => watch(world.admin));
  await Promise.all(pages.map((page) => page.until('it watches', () => true)));
  await world.addWorker('one', 1);
  await Promise.all(
    pages.map((page) => page.until('it sees the worker', ({ workers }) => workers.length === 1)),
  );
  expect(new Set(pages.map((page) => page.seen.at(-1)?.at)).size).toBe(1);
  for (const page of pages) page.close();
});

test('no more pages than one admin may have open; a plain request takes no place', async () => {
  world = await startFleetWorld({ BROKER_LIVE_STREAMS_PER_MEMBER_MAX: '1' });
  for (let n = 0; n < 3; n += 1) expect((await world.admin.get('/api/v1/admin/fleet/live')).status).toBe(404);
  const page = watch(world.admin);
  await page.until('it watches', () => true);
  expect(await watch(world.admin).ended()).toBe(429);
  page.close();
});
