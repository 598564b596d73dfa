import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import type { StreamPurpose } from '@coinslot/shared/worker-messages/stream.ts';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { sendDown } from './fake-broker-state.ts';
import type { FakeBrokerState } from './fake-broker-state.ts';

export type OpenFakeStream = (
  machine: Pick<MachineEpoch, 'machineId' | 'epoch'>,
  purpose: StreamPurpose,
) => Promise<WebSocket>;

const prefix = '/worker/v1/streams/';

/** Takes upgrades for the worker's own socket and for its streams. Answers with the way to ask for a stream. */
export function serveUpgrades(
  server: Server,
  state: FakeBrokerState,
  workers: WebSocketServer,
): OpenFakeStream {
  const streams = new WebSocketServer({ noServer: true });
  const awaited = new Map<string, (socket: WebSocket) => void>();
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const { url = '' } = request;
    if (url === '/worker/v1')
      return workers.handleUpgrade(request, socket, head, (opened) =>
        workers.emit('connection', opened, request),
      );
    const arrived = url.startsWith(prefix) ? awaited.get(url.slice(prefix.length)) : undefined;
    if (arrived === undefined) return socket.destroy();
    streams.handleUpgrade(request, socket, head, (opened) => {
      opened.pause();
      arrived(opened);
    });
  });
  return async ({ machineId, epoch }, purpose) => {
    if (state.live === null) throw new Error('no worker is there');
    const streamId = randomUUID();
    const { promise, resolve } = Promise.withResolvers<WebSocket>();
    awaited.set(streamId, resolve);
    const ticket = randomBytes(32).toString('base64url');
    sendDown(state.live.socket, { type: 'open_stream', streamId, ticket, machineId, epoch, purpose });
    return promise.finally(() => awaited.delete(streamId));
  };
}
