import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { encodeFrames } from '../../../live/encode-frames.ts';
import { logPositionOf } from './cursor-order.ts';
import { frameNews, isFull, machineFrame } from './feed-frames.ts';
import type { MachineView } from './feed-source.ts';
import { ask, eventBatch, everything, type FeedState, logBatchBytes, type News } from './feed-state.ts';
import { giveNext } from './follow.ts';

/** What a round has found out about the time after it. `settlesInMs` is null when something can still happen. */
export interface RoundEnd {
  hasMore: boolean;
  settlesInMs: number | null;
}

/**
 * Reads what is new after the head, puts it into the ring as one batch and hands it to everybody who waits there. Answers null when
 * there is no such machine any more. When it throws, nothing was sent and what was asked for is asked for again.
 */
export async function runRound(feed: FeedState): Promise<RoundEnd | null> {
  const asked = takeNews(feed);
  try {
    const view = asked.view ? await feed.source.readView() : undefined;
    if (view === null) return null;
    const settlesInMs = view?.settlesInMs ?? null;
    // The last words may have come without a wake-up.
    const look = settlesInMs === 0 ? everything : asked;
    const events = look.events ? await feed.source.readEvents(feed.head.event, eventBatch) : [];
    const chunks = look.logs ? await feed.source.readLogs(logPositionOf(feed.head), logBatchBytes) : [];
    pushBatch(feed, { view, events, chunks });
    const more = { events: events.length >= eventBatch, logs: isFull(chunks) };
    const hasMore = more.events || more.logs;
    if (hasMore) ask(feed, { ...more, view: settlesInMs === 0 });
    feed.isOver ||= settlesInMs === 0 && !hasMore;
    handOut(feed);
    return { hasMore, settlesInMs };
  } catch (error) {
    ask(feed, asked);
    throw error;
  }
}

/** Notes how the machine looks. Answers whether that is new. */
export function noteView(feed: FeedState, { machine }: MachineView): boolean {
  const json = JSON.stringify(machine);
  if (json === feed.view.json) return false;
  feed.view = { machine, json, revision: feed.view.revision + 1 };
  return true;
}

function takeNews(feed: FeedState): News {
  const asked = feed.news;
  feed.news = { view: false, events: false, logs: false };
  feed.pendingBytes = 0;
  return asked;
}

function pushBatch(
  feed: FeedState,
  found: { view: MachineView | undefined; events: readonly MachineEvent[]; chunks: readonly LogChunk[] },
): void {
  const after = { ...feed.head };
  const isNewLook = found.view !== undefined && noteView(feed, found.view);
  const frames = [...(isNewLook ? [machineFrame(feed, feed.head)] : []), ...frameNews(after, found)];
  feed.head = after;
  if (frames.length === 0) return;
  feed.ring.push({ frames: encodeFrames(frames), after, revision: feed.view.revision });
}

function handOut(feed: FeedState): void {
  let needed = feed.ring.end;
  for (const follower of feed.followers) {
    if (follower.next === null) continue;
    giveNext(feed, follower);
    needed = Math.min(needed, follower.next ?? needed);
  }
  feed.ring.trim(needed);
  feed.nextRound.resolve();
  feed.nextRound = Promise.withResolvers();
}
