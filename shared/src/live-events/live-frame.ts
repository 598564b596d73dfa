import { z } from 'zod';
import { Machine } from '../http/machines.ts';
import { LogChunk } from './log-line.ts';
import { MachineEvent } from './machine-event.ts';

/**
 * Frames of `GET /api/v1/machines/:id/live` (Server-Sent Events, or WebSocket). Each frame's SSE `event:` is its name and its `id:` is a LiveCursor,
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

/**
 * One text message of the same stream over WebSocket (`GET /api/v1/machines/:id/live` with an upgrade; `?after=` resumes): `event` names the
 * frame, `id` is the LiveCursor after it, `data` the frame. The server sends, the page only pings.
 */
export const LiveSocketFrame = z.object({ event: z.string(), id: z.string(), data: z.unknown() });
export type LiveSocketFrame = z.infer<typeof LiveSocketFrame>;

/** Why the server closes a live socket. After `final` and `signedOut` the page does not come back by itself. */
export const liveCloseCodes = {
  final: { code: 1000, comesBack: false },
  restart: { code: 1012, comesBack: true },
  signedOut: { code: 4401, comesBack: false },
  forbidden: { code: 4403, comesBack: false },
  notFound: { code: 4404, comesBack: false },
  slowReader: { code: 4408, comesBack: true },
  tooMany: { code: 4429, comesBack: true },
} as const;

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
