import { formatLiveCursor, type LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import { encodeFrames } from '../../../live/encode-frames.ts';
import { compareLogPositions, cutAtHead, isAheadOf, isSamePlace, logPositionOf } from './cursor-order.ts';
import { frameNews, machineFrame } from './feed-frames.ts';
import {
  ask,
  eventBatch,
  everything,
  type FeedState,
  type Follower,
  logBatchBytes,
  type Past,
} from './feed-state.ts';

/** Takes a follower in wherever its cursor stands, and brings it to where the news come. Resolves when it is there, or gone. */
export async function beginFollowing(feed: FeedState, follower: Follower): Promise<void> {
  if (isAheadOf(follower.cursor, feed.head)) await awaitHead(feed, follower);
  await catchUp(feed, follower);
}

/** Hands a follower who is along the next batch, when he is free and there is one. Runs whenever one of these may have changed. */
export function giveNext(feed: FeedState, follower: Follower): void {
  if (follower.next === null || !follower.watcher.isFree) return;
  if (follower.next < feed.ring.start) {
    follower.next = null;
    void catchUp(feed, follower);
    return;
  }
  const batch = feed.ring.at(follower.next);
  if (batch) {
    follower.next += 1;
    follower.cursor = batch.after;
    follower.revision = batch.revision;
    follower.watcher.send(batch.frames);
    if (follower.next === feed.ring.end) feed.plan();
  } else if (feed.isOver) {
    follower.watcher.end('final');
  }
}

/** Sends a follower the machine and its past until he stands at the head; from there on the ring feeds him. */
async function catchUp(feed: FeedState, follower: Follower): Promise<void> {
  const { watcher } = follower;
  try {
    while (watcher.isOpen) {
      if (!watcher.isFree) {
        await becomesFree(follower);
      } else if (follower.revision !== feed.view.revision) {
        follower.revision = feed.view.revision;
        watcher.send(encodeFrames([machineFrame(feed, follower.cursor)]));
      } else if (isSamePlace(follower.cursor, feed.head)) {
        follower.next = feed.ring.end;
        giveNext(feed, follower);
        feed.plan();
        return;
      } else {
        const past = await readPastTogether(feed, follower.cursor);
        follower.cursor = past.after;
        if (past.frames) watcher.send(past.frames);
      }
    }
  } catch (error) {
    feed.onError(error);
    // It comes back with its cursor.
    watcher.end('restart');
  }
}

function becomesFree(follower: Follower): Promise<void> {
  return new Promise((resolve) => {
    follower.resume = resolve;
  });
}

/** A page that was fed by another broker may be ahead of this feed by a batch; one that lies is cut back to the truth. */
async function awaitHead(feed: FeedState, follower: Follower): Promise<void> {
  follower.cursor = cutAtHead(follower.cursor, await feed.source.readHead());
  follower.isAhead = true;
  while (follower.watcher.isOpen && isAheadOf(follower.cursor, feed.head)) {
    ask(feed, everything);
    feed.plan();
    await feed.nextRound.promise;
  }
  follower.isAhead = false;
}

function readPastTogether(feed: FeedState, from: LiveCursor): Promise<Past> {
  const upTo = feed.head;
  const key = `${formatLiveCursor(from)} ${formatLiveCursor(upTo)}`;
  let reading = feed.pasts.get(key);
  if (!reading) {
    reading = readPast(feed, from, upTo).finally(() => feed.pasts.delete(key));
    feed.pasts.set(key, reading);
  }
  return reading;
}

async function readPast(feed: FeedState, from: LiveCursor, upTo: LiveCursor): Promise<Past> {
  const events = from.event < upTo.event ? await feed.source.readEvents(from.event, eventBatch) : [];
  const isBehindLog = compareLogPositions(logPositionOf(from), logPositionOf(upTo)) < 0;
  const chunks = isBehindLog ? await feed.source.readLogs(logPositionOf(from), logBatchBytes) : [];
  const found = {
    events: events.filter(({ n }) => n <= upTo.event),
    chunks: chunks.filter((chunk) => compareLogPositions(chunk, logPositionOf(upTo)) <= 0),
  };
  const after = { ...from };
  const frames = frameNews(after, found);
  // What was asked for and is not there (an old cursor of a purged log) counts as seen, or nobody would ever arrive.
  if (found.events.length === 0) after.event = upTo.event;
  if (found.chunks.length === 0) Object.assign(after, { logEpoch: upTo.logEpoch, logSeq: upTo.logSeq });
  return { frames: frames.length > 0 ? encodeFrames(frames) : null, after };
}
