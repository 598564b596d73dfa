import { setImmediate as turn } from 'node:timers/promises';
import { parseLiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfig } from '../../../config.ts';
import type { LiveSink } from '../../../live/live-sink.ts';
import { admitWatcher, type LiveWatcher } from '../../../live/live-watcher.ts';
import { createMetrics } from '../../../observability/metrics.ts';
import { compareLogPositions } from './cursor-order.ts';
import type { FeedSource } from './feed-source.ts';
import { createMachineFeed, type MachineFeed } from './machine-feed.ts';

const ctx = { config: readConfig({ NODE_ENV: 'test' }), metrics: createMetrics() };

/** What a machine's tables would hold. A read answers what was there when it began or ended, some turns later. */
function createMemory() {
  const events: MachineEvent[] = [];
  const logs: LogChunk[] = [];
  const memory = { look: 1, isFinal: false, reads: 0 };
  async function later<Answer>(answer: () => Answer): Promise<Answer> {
    memory.reads += 1;
    await turn();
    const found = answer();
    await turn();
    return found;
  }
  const source: FeedSource = {
    readView: () =>
      later(() => ({
        // A stand-in: the feed compares it and passes it on.
        machine: { state: 'ready', look: memory.look } as never,
        settlesInMs: memory.isFinal ? 0 : null,
      })),
    readHead: () =>
      later(() => ({
        event: events.length,
        logEpoch: logs.at(-1)?.epoch ?? 0,
        logSeq: logs.at(-1)?.seq ?? 0,
      })),
    readEvents: (after, limit) => later(() => events.slice(after, after + limit)),
    readLogs: (after, maxBytes) =>
      later(() => {
        let bytes = 0;
        return logs.filter((chunk) => {
          if (compareLogPositions(chunk, after) <= 0 || bytes >= maxBytes) return false;
          bytes += chunk.text.length;
          return true;
        });
      }),
  };
  const at = new Date(0).toISOString();
  return {
    source,
    memory,
    events,
    logs,
    addEvent: () => events.push({ n: events.length + 1, at, kind: 'requested' }),
    addLog(text: string, newEpoch: boolean) {
      const last = logs.at(-1) ?? { epoch: 1, seq: 0 };
      const place = newEpoch ? { epoch: last.epoch + 1, seq: 1 } : { epoch: last.epoch, seq: last.seq + 1 };
      logs.push({ ...place, at, source: 'machine', text });
    },
  };
}

interface ReadFrame {
  event: string;
  id: string;
  data: { look?: number; n?: number; reason?: string; chunks?: LogChunk[] };
}

/** A page that goes on where it was when it comes back. It reads only while it does not stall. */
function createPage(feed: (broker: number) => MachineFeed) {
  const frames: ReadFrame[] = [];
  let watcher: LiveWatcher | null = null;
  let drop: () => void = () => undefined;
  const speed = { isStalled: false };
  let waiting: (() => void)[] = [];
  let mostWaiting = 0;

  function open(cursor: string, broker: number): void {
    const closing: (() => void)[] = [];
    waiting = [];
    const mine = waiting;
    let isGone = false;
    const close = () => {
      if (isGone) return;
      isGone = true;
      watcher = null;
      for (const act of closing) act();
    };
    const sink: LiveSink = {
      transport: 'websocket',
      unsentBytes: 0,
      write(pieces, taken) {
        mine.push(() => {
          if (isGone) return;
          for (const piece of pieces) frames.push(JSON.parse(piece.toString()));
          taken();
        });
        mostWaiting = Math.max(mostWaiting, mine.length);
        if (!speed.isStalled) queueMicrotask(() => flush(mine));
      },
      keepAlive: () => undefined,
      close(lastWords) {
        mine.push(() => {
          if (isGone) return;
          for (const piece of lastWords) frames.push(JSON.parse(piece.toString()));
          close();
        });
        if (!speed.isStalled) queueMicrotask(() => flush(mine));
      },
      onClosed: (act) => closing.push(act),
      onFlood: () => undefined,
    };
    drop = close;
    watcher = admitWatcher(ctx, sink, { sessionId: 's', needs: null }).watcher;
    feed(broker).follow(watcher, parseLiveCursor(cursor));
  }

  function flush(queue: (() => void)[]): void {
    while (queue.length > 0 && !speed.isStalled) queue.shift()?.();
  }

  const page = {
    frames,
    get isOpen() {
      return watcher !== null;
    },
    get mostWaiting() {
      return mostWaiting;
    },
    get isOver() {
      return frames.some(({ data }) => data.reason === 'final');
    },
    join: (broker: number) => open(frames.at(-1)?.id ?? '', broker),
    leave: () => drop(),
    stall: () => {
      speed.isStalled = true;
    },
    unstall: () => {
      speed.isStalled = false;
      flush(waiting);
    },
  };
  return page;
}

const Act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('log' as const), size: fc.integer({ min: 1, max: 40_000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('event' as const, 'look' as const, 'epoch' as const) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('join' as const, 'leave' as const, 'stall' as const, 'unstall' as const),
      page: fc.nat({ max: 4 }),
      broker: fc.nat({ max: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 12 }) }),
  },
);

type Act = typeof Act extends fc.Arbitrary<infer Value> ? Value : never;
interface Scene {
  world: ReturnType<typeof createMemory>;
  pages: ReturnType<typeof createPage>[];
  wake: MachineFeed['wake'];
}

async function perform(act: Act, { world, pages, wake }: Scene): Promise<void> {
  switch (act.do) {
    case 'log':
      world.addLog('x'.repeat(act.size), false);
      return wake({ logs: true });
    case 'epoch':
      world.addLog('y', true);
      return wake({ logs: true });
    case 'event':
      world.addEvent();
      return wake({ view: true, events: true });
    case 'look':
      world.memory.look += 1;
      return wake({ view: true });
    case 'join':
      return pages[act.page]?.isOpen === false ? pages[act.page]?.join(act.broker) : undefined;
    case 'leave':
    case 'stall':
    case 'unstall':
      return pages[act.page]?.[act.do]();
    case 'turns':
      for (let count = 0; count < act.count; count += 1) await turn();
  }
}

test('whoever joins, leaves and stalls however often gets everything once and in order, and one batch at a time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Act, { maxLength: 80, size: 'max' }), async (acts) => {
      const world = createMemory();
      const errors: unknown[] = [];
      // Two brokers over one database.
      const feeds: (MachineFeed | null)[] = [null, null];
      const openFeed = (broker: number) =>
        (feeds[broker] ??= createMachineFeed(world.source, {
          batchMs: 0,
          ringBytesMax: 90_000,
          onLogLag: () => undefined,
          onError: (error) => errors.push(error),
          onLeft: () => {
            feeds[broker] = null;
          },
        }));
      const wake = (news: Parameters<MachineFeed['wake']>[0]) => {
        for (const feed of feeds) feed?.wake(news);
      };
      const pages = Array.from({ length: 5 }, () => createPage(openFeed));
      for (const act of acts) await perform(act, { world, pages, wake });
      world.memory.isFinal = true;
      world.memory.look += 1;
      for (const page of pages) page.unstall();
      for (const page of pages) if (!page.isOpen) page.join(0);
      wake({ view: true, events: true });
      for (let turns = 0; pages.some(({ isOver }) => !isOver) && turns < 5_000; turns += 1) await turn();

      expect(errors).toEqual([]);
      for (const page of pages) {
        expect(page.isOver).toBe(true);
        expect(page.frames[0]?.event).toBe('machine');
        expect(page.frames.flatMap(({ data }) => data.n ?? [])).toEqual(world.events.map(({ n }) => n));
        expect(
          page.frames.flatMap(({ data }) => data.chunks?.map(({ epoch, seq }) => `${epoch}.${seq}`) ?? []),
        ).toEqual(world.logs.map(({ epoch, seq }) => `${epoch}.${seq}`));
        const looks = page.frames.flatMap(({ data }) => data.look ?? []);
        expect(looks.at(-1)).toBe(world.memory.look);
        expect(page.mostWaiting).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 300 },
  );
});

test('a change is read once, however many watch', async () => {
  const world = createMemory();
  const feed = createMachineFeed(world.source, {
    batchMs: 0,
    ringBytesMax: 90_000,
    onLogLag: () => undefined,
    onError: (error) => expect.unreachable(String(error)),
    onLeft: () => undefined,
  });
  const pages = Array.from({ length: 100 }, () => createPage(() => feed));
  for (const page of pages) page.join(0);
  const settle = async () => {
    for (let turns = 0; turns < 50; turns += 1) await turn();
  };
  await settle();
  const before = world.memory.reads;
  world.addLog('one line', false);
  feed.wake({ logs: true }, 8);
  await settle();
  expect(pages.every(({ frames }) => frames.at(-1)?.event === 'log')).toBe(true);
  expect(world.memory.reads - before).toBe(1);
});
