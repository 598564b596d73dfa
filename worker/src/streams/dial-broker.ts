import type { OpenStream } from '@coinslot/shared/worker-messages/stream.ts';
import { WebSocket } from 'ws';

const handshakeTimeoutMs = 10_000;
/** Longest message the broker may send: what a member pastes in one go. */
const maxPayload = 2 * 1024 * 1024;

/** Takes an asked-for stream to the broker. Rejects when it is not let in (too late, or the broker has gone). It is paused. */
export async function dialBroker(
  brokerUrl: string,
  { streamId, ticket }: OpenStream,
  signal: AbortSignal,
): Promise<WebSocket> {
  signal.throwIfAborted();
  const socket = new WebSocket(`${brokerUrl}/streams/${streamId}`, {
    headers: { authorization: `Bearer ${ticket}` },
    perMessageDeflate: false,
    maxPayload,
    handshakeTimeout: handshakeTimeoutMs,
  });
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  socket.once('open', () => {
    // What comes at once waits until somebody listens.
    socket.pause();
    resolve(socket);
  });
  // Also later: whoever carries something listens for the close.
  socket.on('error', reject);
  const stop = (): void => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  socket.once('close', () => {
    signal.removeEventListener('abort', stop);
    reject(new Error('the broker closed'));
  });
  return promise;
}
