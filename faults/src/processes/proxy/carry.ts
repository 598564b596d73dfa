import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProxyState, Way } from './proxy-state.ts';

/**
 * Cuts a stream of bytes into pieces at the borders of its messages. `pass` is awaited before a piece goes on: who wants to
 * hold a message there does; what comes behind it waits too.
 */
export interface MessageReader {
  read: (bytes: Buffer) => Piece[];
}

export interface Piece {
  bytes: Buffer;
  pass?: () => Promise<void> | undefined;
}

/** Carries bytes one way until either socket ends, as the state says. Bytes that were swallowed are told to `lost`. */
export async function carry(
  way: Way,
  { from, to }: { from: Socket; to: Socket },
  {
    state,
    reader,
    lost,
  }: { state: ProxyState; reader: MessageReader | undefined; lost: (bytes: number) => void },
): Promise<void> {
  for await (const chunk of from) {
    const bytes = chunk as Buffer;
    const pieces = reader === undefined ? [{ bytes }] : reader.read(bytes);
    for (const piece of pieces) {
      await piece.pass?.();
      while (state.isStalled && !to.destroyed) await state.changed();
      if (state.swallowed.has(way)) {
        lost(piece.bytes.length);
        continue;
      }
      await slowDown(state, piece.bytes.length);
      if (to.destroyed || !to.writable) return;
      if (!to.write(piece.bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
  }
  // A half-open line does not tell that its other end has gone.
  while ((state.swallowed.has(way) || state.isStalled) && !to.destroyed) await state.changed();
  to.end();
}

async function slowDown({ delayMs, bytesPerSecond }: ProxyState, bytes: number): Promise<void> {
  const ms = delayMs + (bytesPerSecond === 0 ? 0 : (bytes / bytesPerSecond) * 1000);
  if (ms > 0) await sleep(ms);
}
