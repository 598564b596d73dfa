import type { LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import type { LiveWatcher } from '../../../live/live-watcher.ts';
import { createBatchRing } from './batch-ring.ts';
import { noteView, runRound } from './feed-round.ts';
import type { FeedSource } from './feed-source.ts';
import { ask, everything, type FeedState, type Follower, logBatchBytes, type News } from './feed-state.ts';
import { beginFollowing, giveNext } from './follow.ts';

export interface FeedOptions {
  /** The least time between two rounds, unless a whole batch waits. */
  batchMs: number;
  /** What the ring keeps for those who are a little behind. */
  ringBytesMax: number;
  /** How long lines waited between being stored and being handed out. */
  onLogLag: (seconds: number) => void;
  onError: (error: unknown) => void;
  /** The last watcher has left; the feed is dead. */
  onLeft: () => void;
}

/**
 * One watched machine of this process. However many watch it, each change is read once, written out once, and handed to all who are
 * along; see feed-state.ts for the others. It reads on only while somebody has taken all there was: nobody's slowness fills memory.
 */
export interface MachineFeed {
  follow(watcher: LiveWatcher, cursor: LiveCursor): void;
  /** Something of the machine has changed. `bytes` of log were stored. */
  wake(news: Readonly<Partial<News>>, bytes?: number): void;
  /** True while its machine waits in a queue, whose other machines move it. */
  readonly isQueued: boolean;
}

/** After a failed read. */
const retryMs = 1_000;

export function createMachineFeed(source: FeedSource, options: FeedOptions): MachineFeed {
  const feed: FeedState = {
    source,
    ring: createBatchRing(options.ringBytesMax),
    followers: new Set(),
    pasts: new Map(),
    head: { event: 0, logEpoch: 0, logSeq: 0 },
    view: { machine: null, json: '', revision: 0 },
    isOver: false,
    nextRound: Promise.withResolvers(),
    news: { view: false, events: false, logs: false },
    pendingBytes: 0,
    logsSince: null,
    onError: options.onError,
    plan: () => undefined,
  };
  const opened = openFeed(feed);
  const rounds = createRounds(feed, options);
  // Until it is open there is no head to go on from.
  opened.then(
    () => {
      feed.plan = rounds.plan;
      feed.plan();
    },
    // Each watcher hears of it.
    () => undefined,
  );

  return {
    get isQueued() {
      const { machine } = feed.view;
      return (
        typeof machine === 'object' && machine !== null && 'state' in machine && machine.state === 'queued'
      );
    },
    wake(news, bytes = 0) {
      feed.pendingBytes += bytes;
      if (news.logs === true) feed.logsSince ??= performance.now();
      ask(feed, { view: false, events: false, logs: false, ...news });
      feed.plan();
    },
    follow(watcher, cursor) {
      const follower: Follower = {
        watcher,
        cursor: { ...cursor },
        next: null,
        revision: 0,
        isAhead: false,
        resume: () => undefined,
      };
      feed.followers.add(follower);
      watcher.onFree(() => {
        if (follower.next === null) follower.resume();
        else giveNext(feed, follower);
      });
      watcher.onClosed(() => {
        follower.resume();
        feed.followers.delete(follower);
        if (feed.followers.size > 0) return;
        rounds.stop();
        options.onLeft();
      });
      opened
        .then((exists) => (exists ? beginFollowing(feed, follower) : watcher.end('notFound')))
        .catch((error: unknown) => {
          options.onError(error);
          // It comes back with its cursor.
          watcher.end('restart');
        });
    },
  };
}

/** Finds where the present begins. Answers false when there is no such machine. */
async function openFeed(feed: FeedState): Promise<boolean> {
  feed.head = await feed.source.readHead();
  const view = await feed.source.readView();
  if (view === null) return false;
  noteView(feed, view);
  // Between the two reads something may have happened, and a machine that is over says so only in a round.
  ask(feed, everything);
  return true;
}

/** Runs a feed's rounds: one at a time, not more often than said, and only for somebody who would take what they find. */
function createRounds(feed: FeedState, options: FeedOptions): { plan: () => void; stop: () => void } {
  let isRunning = false;
  let isStopped = false;
  let planned: { cancel: () => void } | undefined;
  let notBefore = 0;
  let settling: NodeJS.Timeout | undefined;

  function isAsked({ news }: FeedState): boolean {
    return news.view || news.events || news.logs;
  }

  function wouldBeTaken(): boolean {
    for (const follower of feed.followers)
      if (follower.next === feed.ring.end || follower.isAhead) return true;
    return false;
  }

  function plan(): void {
    if (isRunning || isStopped || feed.isOver || !isAsked(feed)) return;
    const delayMs = feed.pendingBytes >= logBatchBytes ? 0 : Math.max(0, notBefore - performance.now());
    if (planned !== undefined && delayMs > 0) return;
    planned?.cancel();
    planned = defer(delayMs, () => {
      planned = undefined;
      if (!isStopped && wouldBeTaken()) void run();
    });
  }

  async function run(): Promise<void> {
    isRunning = true;
    notBefore = performance.now() + options.batchMs;
    const logsSince = feed.logsSince;
    feed.logsSince = null;
    try {
      const end = await runRound(feed);
      if (end === null) return leaveAll(feed);
      if (logsSince !== null) options.onLogLag((performance.now() - logsSince) / 1000);
      if (end.hasMore) notBefore = 0;
      if (end.settlesInMs !== null && end.settlesInMs > 0) lookAgainIn(end.settlesInMs);
    } catch (error) {
      options.onError(error);
      notBefore = performance.now() + retryMs;
    } finally {
      isRunning = false;
      plan();
    }
  }

  function lookAgainIn(settlesInMs: number): void {
    clearTimeout(settling);
    settling = setTimeout(() => {
      ask(feed, everything);
      plan();
    }, settlesInMs);
  }

  return {
    plan,
    stop() {
      isStopped = true;
      planned?.cancel();
      clearTimeout(settling);
    },
  };
}

// A timer of 0 waits a millisecond, which is long between two batches of a log that pours.
function defer(delayMs: number, act: () => void): { cancel: () => void } {
  if (delayMs > 0) {
    const timer = setTimeout(act, delayMs);
    return { cancel: () => clearTimeout(timer) };
  }
  const immediate = setImmediate(act);
  return { cancel: () => clearImmediate(immediate) };
}

function leaveAll(feed: FeedState): void {
  feed.isOver = true;
  for (const { watcher } of feed.followers) watcher.end('notFound');
}
