import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

const maxConnections = 32;

export interface Relay {
  port: number;
  /** Stops listening and cuts every connection at once. */
  close(): void;
}

/**
 * Opens a TCP port of the range and carries its connections to a machine's SSH socket.
 * @throws Error when every port of the range is taken.
 */
export async function openRelay(
  listen: string,
  range: { first: number; last: number },
  socketPath: string,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((outside) => {
    const inside = connect(socketPath);
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.maxConnections = maxConnections;
  const port = await listenInRange(server, listen, range);
  return {
    port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listenInRange(
  server: Server,
  host: string,
  range: { first: number; last: number },
): Promise<number> {
  for (let port = range.first; port <= range.last; port += 1) {
    const error = await listenOnce(server, host, port);
    if (error === null) return port;
    if (error.code !== 'EADDRINUSE') throw error;
  }
  throw new Error(`Every port from ${range.first} to ${range.last} is in use.`);
}

function listenOnce(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => resolve(error);
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve(null);
    });
  });
}
