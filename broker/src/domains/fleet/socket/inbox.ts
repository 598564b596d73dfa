import type { RawData, WebSocket } from 'ws';

/** Beyond this the socket is not read until we have caught up: TCP then slows the worker down. */
const pauseAboveBytes = 4 * 1024 * 1024;

/**
 * Hands a socket's messages to `take` one after the other, in order. `take` must not throw. Answers a function that waits
 * until everything received was taken.
 */
export function readInOrder(
  socket: WebSocket,
  take: (text: string | null) => Promise<void>,
): () => Promise<void> {
  let waitingBytes = 0;
  let last: Promise<void> = Promise.resolve();
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? null : textOf(data);
    const bytes = text?.length ?? 0;
    waitingBytes += bytes;
    if (waitingBytes > pauseAboveBytes) socket.pause();
    last = last
      .then(() => take(text))
      .finally(() => {
        waitingBytes -= bytes;
        if (waitingBytes <= pauseAboveBytes && socket.isPaused) socket.resume();
      });
  });
  return () => last;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');
}
