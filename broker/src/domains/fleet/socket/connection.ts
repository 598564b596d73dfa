import type { Challenge } from '@coinslot/shared/worker-messages/challenge.ts';
import type { DownMessage } from '@coinslot/shared/worker-messages/down.ts';
import { workerCloseCodes } from '@coinslot/shared/worker-messages/version.ts';
import type { FastifyBaseLogger } from 'fastify';
import type { WebSocket } from 'ws';

/**
 * Where a connection is:
 *
 *   challenged ─(hello)─▶ welcomed ─(joined)─▶ live ─▶ closed
 *
 * A message that does not belong to the phase closes the connection. Every phase may go to `closed`.
 */
export type Phase =
  | { name: 'challenged'; challenge: Challenge; challengedAt: number }
  | { name: 'welcomed'; workerId: string; bootId: string; sessionId: string; joinCounter: number }
  | { name: 'live'; session: LiveSession }
  | { name: 'closed' };

/** A worker that is in: what its messages are checked against. */
export interface LiveSession {
  workerId: string;
  bootId: string;
  sessionId: string;
  /** The newest report on this connection; null before the first. */
  lastReportSeq: number | null;
  /** performance.now() of the last heartbeat (or of the join). */
  heardAt: number;
}

export type CloseReason = keyof typeof workerCloseCodes;

/** One socket of a worker. */
export interface Connection {
  readonly address: string | null;
  log: FastifyBaseLogger;
  phase: Phase;
  /** Why it was closed by us, for the history; null while open or when the worker left. */
  closedFor: CloseReason | null;
  send(message: DownMessage): void;
  close(reason: CloseReason): void;
}

/** A worker that does not read is cut off at this many bytes: a few full desired states. */
const maxUnsentBytes = 8 * 1024 * 1024;
/** How long a worker may take to answer our close before its socket is destroyed. */
const closePatienceMs = 2000;

/** Wraps a socket; the caller sends the challenge. */
export function createConnection(
  socket: WebSocket,
  facts: { address: string | null; log: FastifyBaseLogger; phase: Phase },
): Connection {
  return {
    ...facts,
    closedFor: null,
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > maxUnsentBytes) {
        this.log.warn({ unsentBytes: socket.bufferedAmount }, 'a worker reads too slowly and is cut off');
        socket.terminate();
        return;
      }
      socket.send(JSON.stringify(message));
    },
    close(reason) {
      if (this.closedFor !== null) return;
      this.closedFor = reason;
      this.phase = { name: 'closed' };
      const { code, text } = workerCloseCodes[reason];
      socket.close(code, text);
      setTimeout(() => socket.terminate(), closePatienceMs).unref();
    },
  };
}
