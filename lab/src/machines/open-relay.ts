import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { LabConfig } from '../config.ts';

const maxConnections = 32;

export interface Relay {
  port: number;
  /** Stops listening and cuts every connection at once. */
  close(): void;
}

/**
 * Opens a TCP port of the range and carries its connections to a machine's SSH socket; while that has none, it closes them.
 * @throws Error when every port of the range is taken.
 */
export async function openRelay(config: LabConfig, socketPath: () => string | null): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((outside) => {
    const path = socketPath();
    if (path === null) return void outside.destroy();
    const inside = connect(path);
    sockets.add(outside);
    pipeline(outside, inside, outside, () => sockets.delete(outside)); // either's end is the other's
  });
  server.maxConnections = maxConnections;
  const port = await listenInRange(server, config);
  return {
    port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function listenInRange(server: Server, config: LabConfig): Promise<number> {
  const ports = config.sshPortLast - config.sshPortFirst + 1;
  // From a random one on: a port that another machine had a moment ago has another host key in somebody's known_hosts.
  const first = randomInt(ports);
  for (let tried = 0; tried < ports; tried += 1) {
    const port = config.sshPortFirst + ((first + tried) % ports);
    try {
      server.listen(port, config.sshListen);
      await once(server, 'listening');
      return port;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  throw new Error(`Every port from ${config.sshPortFirst} to ${config.sshPortLast} is in use.`);
}
