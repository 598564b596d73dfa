import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

// The other side: what is left when everything is taken away that makes a product. One socket at /in brings text, whoever connects
// elsewhere is sent all of it, every 20 ms, in one buffer written once. The same head as the broker's frames, for the same watchers.
const batchMs = 20;
/** Above this in anybody's socket nothing is sent for a while: without it memory would grow instead of the rate. */
const unsentBytesMax = 1024 * 1024;

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const watchers = new Set<WebSocket>();
let pending: string[] = [];
let chunks = 0;
let source: WebSocket | null = null;

server.on('connection', (socket, request) => {
  if (request.url === '/in') {
    source = socket;
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) pending.push(data.toString());
    });
    return;
  }
  watchers.add(socket);
  socket.on('close', () => watchers.delete(socket));
  socket.send('{"event":"hello"}');
});
server.on('listening', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

setInterval(() => {
  if (pending.length === 0) return;
  for (const { bufferedAmount } of watchers) if (bufferedAmount > unsentBytesMax) return;
  chunks += pending.length;
  const frame = Buffer.from(
    `{"event":"log","id":"0.1.${chunks}","data":${JSON.stringify(pending.join(''))}}`,
  );
  pending = [];
  for (const watcher of watchers) watcher.send(frame, { binary: false });
  source?.send(String(chunks));
}, batchMs);
