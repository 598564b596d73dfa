import type { OpenStream } from '@coinslot/shared/worker-messages/stream.ts';
import { WebSocket } from 'ws';
import { pause } from '../pause.ts';
import { StreamFaultError } from './stream-fault.ts';

const handshakeTimeoutMs = 10_000;
/** Longest message the broker may send: what a member pastes in one go. */
const maxPayload = 2 * 1024 * 1024;

/** Behind one address several brokers may stand, and only the one that asked knows the ticket. */
const triesMax = 6;
const betweenTriesMs = 250;

/**
 * Takes an asked-for stream to the broker. It is paused.
 *
 * @throws StreamFaultError `not_held` when no broker that answered had asked for it; else whatever the network said
 */
export async function dialBroker(
  brokerUrl: string,
  order: OpenStream,
  signal: AbortSignal,
): Promise<WebSocket> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await dialOnce(brokerUrl, order, signal);
    } catch (error) {
      if (!(error instanceof StreamFaultError) || tries === triesMax) throw error;
      await pause(betweenTriesMs, signal);
    }
  }
}

async function dialOnce(
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
  socket.once('unexpected-response', (request, { statusCode }) => {
    request.destroy();
    reject(
      statusCode === 403 ? new StreamFaultError('not_held') : new Error(`the broker answered ${statusCode}`),
    );
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
