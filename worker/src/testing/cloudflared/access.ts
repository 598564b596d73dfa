import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { parseArgs } from 'node:util';
import { askEdge } from './ask-edge.ts';

/** `access ssh|tcp --hostname H`: between its own input and output, or with `--url host:port` behind a port. */
export async function visit(edge: string, words: string[]): Promise<void> {
  const { values } = parseArgs({
    args: words,
    options: { hostname: { type: 'string' }, url: { type: 'string' } },
  });
  const { hostname = '', url } = values;
  if (url === undefined) {
    const stdio = Duplex.from({ readable: process.stdin, writable: process.stdout });
    return carry(edge, hostname, stdio, () => process.exit(1));
  }
  const [host = '', port = ''] = url.split(':');
  createServer((socket: Socket) => void carry(edge, hostname, socket, () => socket.destroy()))
    .listen(Number(port), host)
    .on('listening', () =>
      process.stderr.write(`${new Date().toISOString()} INF Start Websocket listener host=${url}\n`),
    );
}

async function carry(edge: string, hostname: string, stream: Duplex, refused: () => void): Promise<void> {
  const { socket, answer } = await askEdge(edge, { role: 'visitor', hostname });
  if (socket === null || !('ok' in answer)) {
    const text = 'error' in answer ? answer.error : 'unknown';
    process.stderr.write(
      `${new Date().toISOString()} ERR failed to connect to origin error="${text}" originURL=https://${hostname}\n`,
    );
    return refused();
  }
  stream.pipe(socket).pipe(stream);
  socket.on('close', () => stream.destroy());
  stream.on('close', () => socket.destroy());
  stream.on('error', () => socket.destroy());
}
