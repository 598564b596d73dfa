import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { proxyBytes } from './proxy-bytes.ts';

let server: Server;
let serve: (socket: WebSocket) => void;
let refusal: object | null = null;
const keys: (string | undefined)[] = [];
beforeAll(async () => {
  const sockets = new WebSocketServer({ noServer: true });
  server = createServer();
  server.on('upgrade', (request, socket, head) => {
    keys.push(request.headers.authorization);
    if (refusal === null) {
      sockets.handleUpgrade(request, socket, head, (page) => serve(page));
      return;
    }
    const text = JSON.stringify(refusal);
    socket.end(
      `HTTP/1.1 409 Conflict\r\ncontent-type: application/problem+json\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function carry(input: PassThrough, output: PassThrough): Promise<void> {
  await proxyBytes(
    {
      server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      key: 'cs_test',
      machineId: '7a6ce0e4-9a77-4c0b-8a5c-8a6cf1d20f6b',
      signal: new AbortController().signal,
    },
    { input, output },
  );
}

test('bytes go both ways as they are, and a machine that closes ends it well', async () => {
  const sent = Buffer.alloc(3_000_000, 'coins\n');
  serve = (socket) => {
    let heard = 0;
    socket.on('message', (data: Buffer) => {
      socket.send(data);
      heard += data.length;
      if (heard === sent.length) socket.close(4410, '');
    });
  };
  const [input, output] = [new PassThrough(), new PassThrough()];
  const pieces: Buffer[] = [];
  output.on('data', (piece: Buffer) => pieces.push(piece));
  input.write(sent);
  await carry(input, output);
  expect(Buffer.concat(pieces).equals(sent)).toBe(true);
  expect(keys.at(-1)).toBe('Bearer cs_test');
});

test('why there is no connection is said in a sentence', async () => {
  serve = (socket) => socket.close(4411, 'not_ready');
  await expect(carry(new PassThrough(), new PassThrough())).rejects.toThrow('The machine is not ready.');
  serve = (socket) => socket.terminate();
  await expect(carry(new PassThrough(), new PassThrough())).rejects.toThrow('cut on the way');
  refusal = {
    type: 'urn:coinslot:error:worker_state_conflict',
    title: 'Not possible in this state',
    status: 409,
    detail: 'The machine is not ready any more.',
    code: 'worker_state_conflict',
    requestId: '7a6ce0e4-9a77-4c0b-8a5c-8a6cf1d20f6b',
  };
  await expect(carry(new PassThrough(), new PassThrough())).rejects.toThrow('not ready any more');
});
