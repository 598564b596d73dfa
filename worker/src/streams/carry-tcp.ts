import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { createWebSocketStream } from 'ws';
import type { WebSocket } from 'ws';

/** Passes bytes on both ways until either side ends; the streams hold the faster side back. */
export async function carryTcp(broker: WebSocket, machine: Socket): Promise<void> {
  const line = createWebSocketStream(broker);
  try {
    await pipeline(line, machine, line);
  } catch {
    // Either side went away: that is how connections end.
  } finally {
    machine.destroy();
    line.destroy();
  }
}
