import { z } from 'zod';
import { Machine } from '../http/machines.ts';
import { LogChunk } from './log-line.ts';
import { MachineEvent } from './machine-event.ts';

/**
 * Frames of `GET /api/v1/machines/:id/live` (SSE). Each frame's SSE `event:` is its name and its `id:` is a LiveCursor,
 * so that `Last-Event-ID` resumes without a gap. `machine` is the whole machine as it is now, sent first and on every change.
 */
export const liveFrames = {
  machine: Machine,
  event: MachineEvent,
  log: z.object({ chunks: z.array(LogChunk).min(1) }),
  /** The reader was too slow and was cut off: connect again, the cursor still holds. */
  gap: z.object({ reason: z.enum(['slow_reader']) }),
  /** Nothing more will come: the machine is final and everything was sent; or the reader was signed out. */
  end: z.object({ reason: z.enum(['final', 'signed_out', 'restart']) }),
} as const;
export type LiveFrameName = keyof typeof liveFrames;

/** Cursor of the combined stream: last event number and last log position, written `event.epoch.seq`, e.g. `12.1.340`. */
export const LiveCursor = z.object({
  event: z.int().nonnegative(),
  logEpoch: z.int().nonnegative(),
  logSeq: z.int().nonnegative(),
});
export type LiveCursor = z.infer<typeof LiveCursor>;

/** Writes a cursor as an SSE id. */
export function formatLiveCursor(cursor: LiveCursor): string {
  return `${cursor.event}.${cursor.logEpoch}.${cursor.logSeq}`;
}

/** Reads an SSE id; anything malformed starts from the beginning. */
export function parseLiveCursor(text: string | undefined): LiveCursor {
  const match = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/.exec(text ?? '');
  if (!match) return { event: 0, logEpoch: 0, logSeq: 0 };
  return { event: Number(match[1]), logEpoch: Number(match[2]), logSeq: Number(match[3]) };
}
