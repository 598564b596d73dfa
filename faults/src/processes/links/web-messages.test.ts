import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { openProxy, type Proxy, type ProxyOptions } from '../proxy/open-proxy.ts';
import { readHttp } from './http-messages.ts';
import { readWebSocket } from './websocket-messages.ts';

let server: Server;
let proxy: Proxy | undefined;
beforeEach(async () => {
  server = createServer((request, response) => {
    // Without a length it is sent in chunks.
    if (request.url === '/chunks') response.write('a'.repeat(70_000));
    request.on('data', () => undefined);
    request.on('end', () => response.end(`${request.method} ${request.url}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await proxy?.close();
  server.closeAllConnections();
  server.close();
});

test('each message of a WebSocket is seen whole, short and long, both ways, before it goes on', async () => {
  const sizes = [1, 125, 126, 65_535, 65_536, 200_000];
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) =>
    socket.on('message', (data) => socket.send((data as Buffer).toString())),
  );
  const seen: string[] = [];
  const lengthOf = (message: unknown) => (message as { text: string }).text.length;
  const port = await open(() => ({
    up: readWebSocket(
      (line) => line.startsWith('GET /w '),
      (message) => note(`up ${lengthOf(message)}`),
    ),
    down: readWebSocket(
      () => true,
      (message) => note(`down ${lengthOf(message)}`),
    ),
  }));
  function note(line: string): undefined {
    seen.push(line);
  }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/w`);
  await once(socket, 'open');
  for (const size of sizes) {
    socket.send(JSON.stringify({ text: 'x'.repeat(size) }));
    await once(socket, 'message');
  }
  socket.terminate();
  expect(seen).toEqual(sizes.flatMap((size) => [`up ${size}`, `down ${size}`]));
});

test('requests and answers over one connection are seen in their order, whatever says how long they are', async () => {
  const seen: string[] = [];
  const port = await open(() =>
    readHttp((way, { method, path }) => {
      seen.push(`${way} ${method} ${path}`);
      return undefined;
    }),
  );
  const ask = async (path: string, init?: RequestInit) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, init)).text();
  expect(await ask('/a')).toBe('GET /a');
  expect((await ask('/chunks')).length).toBe(70_000 + 'GET /chunks'.length);
  expect(await ask('/b', { method: 'POST', body: 'x'.repeat(100_000) })).toBe('POST /b');
  expect(seen).toEqual([
    'up GET /a',
    'down GET /a',
    'up GET /chunks',
    'down GET /chunks',
    'up POST /b',
    'down POST /b',
  ]);
});

async function open(watch: NonNullable<ProxyOptions['watch']>): Promise<number> {
  proxy = await openProxy({ to: { host: '127.0.0.1', port: (server.address() as AddressInfo).port }, watch });
  return proxy.port;
}
