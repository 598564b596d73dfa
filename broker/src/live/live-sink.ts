import type { LiveTransport } from './encode-frames.ts';

/** A code and a word by which a WebSocket is closed. SSE has none. */
export interface LiveClosing {
  code: number;
  text: string;
}

/** One open connection to a page, whatever carries it. Nothing here waits; a full socket is seen by `taken` coming late. */
export interface LiveSink {
  readonly transport: LiveTransport;
  /** What was handed over and not yet taken by the kernel, in bytes. */
  readonly unsentBytes: number;
  /** Hands pieces over; `taken` runs when the kernel has taken the last one, and never when the page has left. */
  write(pieces: readonly Buffer[], taken: () => void): void;
  /** A sign of life. A page that has not answered the last ones is cut off. */
  keepAlive(): void;
  /** Says the last words and closes; a page that does not even take these is cut off. */
  close(lastWords: readonly Buffer[], closing: LiveClosing): void;
  /** Runs once, when the connection is gone for whatever reason. */
  onClosed(act: () => void): void;
  /** Runs when the page says what it has no business to say. */
  onFlood(act: () => void): void;
}

/** How long a page may take for the last words. */
export const cutAfterMs = 2_000;
