import type { LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import type { EncodedFrames } from '../../../live/encode-frames.ts';
import type { LiveWatcher } from '../../../live/live-watcher.ts';
import type { BatchRing } from './batch-ring.ts';
import type { FeedSource } from './feed-source.ts';

/** About how much log text travels in one frame, and how much is sent at once instead of waiting for the batch time. */
export const logBatchBytes = 64 * 1024;
/** How many events one read takes. */
export const eventBatch = 200;

/** What is worth reading anew. */
export interface News {
  view: boolean;
  events: boolean;
  logs: boolean;
}
export const everything: Readonly<News> = { view: true, events: true, logs: true };

/**
 * A watcher of this machine and how far it got:
 *
 *   behind (next is null: reads the past from the database up to the head) ⇄ along (takes batch after batch from the ring)
 *
 * One that is along and so slow that the ring has let go of its next batch is behind again.
 */
export interface Follower {
  readonly watcher: LiveWatcher;
  cursor: LiveCursor;
  /** The number of the next batch it takes; null while it is behind. */
  next: number | null;
  /** The look of the machine it was sent last; 0 before the first. */
  revision: number;
  /** It came from another broker that was further than this feed is. */
  isAhead: boolean;
  /** Ends its waiting for a free socket, when it waits. */
  resume: () => void;
}

/** What a watcher that is behind is sent next, and where it stands then; `frames` is null when there was nothing in between. */
export interface Past {
  frames: EncodedFrames | null;
  after: LiveCursor;
}

/** Everything one feed knows. The functions of feed-round.ts and follow.ts work on it. */
export interface FeedState {
  readonly source: FeedSource;
  readonly ring: BatchRing;
  readonly followers: Set<Follower>;
  /** Reads of the past under way, by where they begin and end: pages that come back together share one. */
  readonly pasts: Map<string, Promise<Past>>;
  /** Up to here everything was put into the ring. */
  head: LiveCursor;
  /** The machine as it was read last. `revision` counts its looks from 1. */
  view: { machine: unknown; json: string; revision: number };
  /** True once nothing more will come. */
  isOver: boolean;
  /** Resolves at the end of the round that runs or comes next. */
  nextRound: PromiseWithResolvers<void>;
  news: News;
  /** Bytes of log that were stored and not yet read, as far as we were told. */
  pendingBytes: number;
  /** Since when lines wait for their watchers, performance.now(). */
  logsSince: number | null;
  onError: (error: unknown) => void;
  /** Plans a round, when one is due and somebody would take what it finds. */
  plan: () => void;
}

/** Asks for what is new; what was asked for before stays asked for. */
export function ask(feed: FeedState, news: Readonly<News>): void {
  feed.news = {
    view: feed.news.view || news.view,
    events: feed.news.events || news.events,
    logs: feed.news.logs || news.logs,
  };
}
