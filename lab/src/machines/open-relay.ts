import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { connectionIdBytes } from '../agent/settings.ts';
import type { LabConfig } from '../config.ts';
import { chooseToDrop, hostOf, isFull, type Relayed } from './relayed.ts';

/** What was said last may take so long to arrive; whoever keeps his end open after that keeps nothing. */
const closingMs = 2_000;

export interface Relay {
  port: number;
  /** The machine says that this connection has signed in. */
  signedIn(id: number): void;
  /** Stops listening and cuts every connection at once. */
  close(): void;
}

/**
 * Opens a TCP port of the range and carries its connections to a machine's SSH socket, which hears the number of each first; while
 * that has none, it closes them.
 * @throws Error when every port of the range is taken.
 */
export async function openRelay(config: LabConfig, socketPath: () => string | null): Promise<Relay> {
  const open = new Map<number, Relayed>();
  let last = 0;
  const server = createServer((outside) => {
    const path = socketPath();
    if (path === null) return void outside.destroy();
    const from = hostOf(outside);
    chooseToDrop(open.values(), from)?.socket.destroy();
    last = (last + 1) % 2 ** 32;
    const id = last;
    open.set(id, { id, socket: outside, from, hasSignedIn: false });
    outside.once('close', () => open.delete(id));
    carry(outside, connect(path), id);
  });
  const port = await listenInRange(server, config);
  return {
    port,
    signedIn(id) {
      const one = open.get(id);
      if (!one) return;
      if (isFull(open.values())) one.socket.destroy();
      one.hasSignedIn = true;
    },
    close: () => {
      server.close();
      for (const { socket } of open.values()) socket.destroy();
    },
  };
}

/** Either's end is the other's. */
function carry(outside: Socket, inside: Socket, id: number): void {
  const number = Buffer.alloc(connectionIdBytes);
  number.writeUInt32BE(id);
  inside.write(number);
  for (const [one, other] of [
    [outside, inside],
    [inside, outside],
  ] as const) {
    one.on('error', () => undefined);
    one.pipe(other);
    one.once('end', () => setTimeout(() => other.destroy(), closingMs).unref());
    one.once('close', () => {
      other.end();
      setTimeout(() => other.destroy(), closingMs).unref();
    });
  }
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
