import type { LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import type { LiveWatcher } from '../../../live/live-watcher.ts';
import { createReadGate } from '../../../live/read-gate.ts';
import { createFeedSource } from './feed-source.ts';
import { everything } from './feed-state.ts';
import { createMachineFeed, type MachineFeed } from './machine-feed.ts';
import { createViewReader } from './view-reader.ts';

/** The feeds of all machines that somebody watches in this process. */
export interface MachineFeeds {
  /** Shows the watcher this machine from the cursor on. Whether he may see it was checked before. */
  follow(machineId: string, watcher: LiveWatcher, cursor: LiveCursor): void;
  stop(): void;
}

/** Of the pool's connections, how many all pages together may use at a time. */
const readsAtOnce = 4;
/** Heals lost wake-ups, and shows what changes by mere time. One statement for all watched machines finds what changed. */
const lookEveryMs = 5_000;
/** Places in the queue move with every machine that comes or goes; they are read together, at most this often. */
const queueLookMs = 1_000;

export function openMachineFeeds(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'config' | 'log' | 'metrics'>,
): MachineFeeds {
  const feeds = new Map<string, MachineFeed>();
  const gate = createReadGate(readsAtOnce);
  const shared = { gate, readView: createViewReader(ctx, gate) };
  const looks = createLooks(ctx, feeds);

  function open(machineId: string): MachineFeed {
    const feed = createMachineFeed(createFeedSource(ctx, machineId, shared), {
      batchMs: ctx.config.live.batchMs,
      ringBytesMax: ctx.config.live.bufferBytesMax,
      onLogLag: (seconds) => ctx.metrics.logLagSeconds.observe(seconds),
      onError: (error) => ctx.log.error({ err: error, machineId }, 'a watched machine could not be read'),
      onLeft: () => {
        if (feeds.get(machineId) === feed) feeds.delete(machineId);
        looks.forget(machineId);
      },
    });
    feeds.set(machineId, feed);
    return feed;
  }

  const forgets = [
    ctx.bus.on('machine_changed', ({ machineId }) =>
      feeds.get(machineId)?.wake({ view: true, events: true }),
    ),
    ctx.bus.on('logs_appended', ({ machineId, bytes }) => feeds.get(machineId)?.wake({ logs: true }, bytes)),
    ctx.bus.on('queue_changed', () => looks.lookAtQueue()),
  ];
  return {
    follow(machineId, watcher, cursor) {
      (feeds.get(machineId) ?? open(machineId)).follow(watcher, cursor);
    },
    stop() {
      for (const forget of forgets) forget();
      looks.stop();
    },
  };
}

const VersionRow = z.object({ id: z.uuid(), version: z.string() });

function createLooks(ctx: Pick<BrokerContext, 'db' | 'log'>, feeds: ReadonlyMap<string, MachineFeed>) {
  const versions = new Map<string, string>();
  let isLooking = false;
  let queueTimer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    if (isLooking || feeds.size === 0) return;
    isLooking = true;
    try {
      // A row's xmin is another one after every change; events and logs count themselves in the machine's row.
      const rows = await readRows(
        ctx.db,
        VersionRow,
        sql`select id, xmin::text as version from machines where id = any(${sql.param([...feeds.keys()])}::uuid[])`,
      );
      for (const { id, version } of rows) {
        feeds.get(id)?.wake(versions.get(id) === version ? { view: true } : everything);
        if (feeds.has(id)) versions.set(id, version);
      }
    } catch (error) {
      ctx.log.error({ err: error }, 'the watched machines could not be looked at');
    } finally {
      isLooking = false;
    }
  }

  const timer = setInterval(() => void look(), lookEveryMs);
  return {
    forget: (machineId: string) => versions.delete(machineId),
    lookAtQueue() {
      queueTimer ??= setTimeout(() => {
        queueTimer = undefined;
        for (const feed of feeds.values()) if (feed.isQueued) feed.wake({ view: true });
      }, queueLookMs);
    },
    stop() {
      clearInterval(timer);
      clearTimeout(queueTimer);
    },
  };
}
