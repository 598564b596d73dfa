import { formatLiveCursor, type LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import type { LiveFrame } from '../../../live/encode-frames.ts';
import { type FeedState, logBatchBytes } from './feed-state.ts';

/** The frame that shows the machine as it was read last, for a watcher who stands at this cursor. */
export function machineFrame(feed: FeedState, at: LiveCursor): LiveFrame {
  return { event: 'machine', id: formatLiveCursor(at), data: feed.view.machine };
}

/** The frames of some past or news that begins after `cursor`: each event its own, all chunks in one. Moves `cursor` behind them. */
export function frameNews(
  cursor: LiveCursor,
  { events, chunks }: { events: readonly MachineEvent[]; chunks: readonly LogChunk[] },
): LiveFrame[] {
  const frames: LiveFrame[] = [];
  for (const event of events) {
    cursor.event = event.n;
    frames.push({ event: 'event', id: formatLiveCursor(cursor), data: event });
  }
  const last = chunks.at(-1);
  if (last) {
    cursor.logEpoch = last.epoch;
    cursor.logSeq = last.seq;
    frames.push({ event: 'log', id: formatLiveCursor(cursor), data: { chunks } });
  }
  return frames;
}

/** A read that reached its limit may have left something. */
export function isFull(chunks: readonly LogChunk[]): boolean {
  let bytes = 0;
  for (const { text } of chunks) bytes += Buffer.byteLength(text);
  return bytes >= logBatchBytes || chunks.length >= chunksPerRead;
}

/** readLogs answers this many chunks at most. */
const chunksPerRead = 5_000;
