import type { WebSocket } from 'ws';

/**
 * Sends one message on, and holds the sender back while the receiver has more than `bufferBytesMax` before it: a slow side costs this much
 * memory and one message, and TCP does the rest.
 */
export function passOn(
  message: Buffer,
  { isBinary, from, to }: { isBinary: boolean; from: WebSocket; to: WebSocket },
  bufferBytesMax: number,
): void {
  if (to.readyState !== to.OPEN) return;
  to.send(message, { binary: isBinary }, () => {
    if (from.isPaused && to.bufferedAmount <= bufferBytesMax / 2) from.resume();
  });
  if (to.bufferedAmount > bufferBytesMax) from.pause();
}
