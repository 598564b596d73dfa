import type { LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import type { LogPosition } from '../logs/read-logs.ts';

/** Negative when `a` comes before `b` in a machine's log. */
export function compareLogPositions(a: LogPosition, b: LogPosition): number {
  return a.epoch - b.epoch || a.seq - b.seq;
}

export function logPositionOf({ logEpoch, logSeq }: LiveCursor): LogPosition {
  return { epoch: logEpoch, seq: logSeq };
}

export function isSamePlace(a: LiveCursor, b: LiveCursor): boolean {
  return a.event === b.event && a.logEpoch === b.logEpoch && a.logSeq === b.logSeq;
}

/** True when `cursor` has seen something that `head` has not. */
export function isAheadOf(cursor: LiveCursor, head: LiveCursor): boolean {
  return cursor.event > head.event || compareLogPositions(logPositionOf(cursor), logPositionOf(head)) > 0;
}

/** The cursor, without anything beyond `head`: pages may send what they like. */
export function cutAtHead(cursor: LiveCursor, head: LiveCursor): LiveCursor {
  const log = compareLogPositions(logPositionOf(cursor), logPositionOf(head)) > 0 ? head : cursor;
  return { event: Math.min(cursor.event, head.event), logEpoch: log.logEpoch, logSeq: log.logSeq };
}
