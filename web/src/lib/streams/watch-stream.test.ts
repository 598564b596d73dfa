import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { streamCloseCodes } from '@coinslot/shared/http/terminal.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { type StreamStatus, watchStream } from './watch-stream.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a broker that answers each opening with a fault is asked a few times and then left alone', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  let dials = 0;
  server.on('connection', (socket) => {
    dials += 1;
    socket.send(JSON.stringify({ type: 'fault', fault: 'worker_busy' }));
    socket.close(streamCloseCodes.cut.code);
  });
  vi.stubGlobal('location', { href: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const end = Promise.withResolvers<StreamStatus>();
  watchStream({
    path: () => '/line',
    onBytes: () => undefined,
    onText: () => undefined,
    onStatus(status) {
      // The only timer is the one until the next opening.
      if (status === 'cut') queueMicrotask(() => vi.runOnlyPendingTimers());
      if (status === 'unreachable') end.resolve(status);
    },
  });
  expect(await end.promise).toBe('unreachable');
  expect(dials).toBe(6);
  server.close();
});
