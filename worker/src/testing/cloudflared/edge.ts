import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { EdgeHello } from './edge-words.ts';
import { readLine } from './read-line.ts';

/** A stand-in of Cloudflare's edge: it knows tunnels by their tokens and carries TCP to whoever runs one, by its hostname. */
export type StandInEdge = {
  /** Where stand-ins of cloudflared reach it. */
  address: string;
  addTunnel: (hostname: string, token: string) => void;
  /** The hostname refuses, and the token connects no more. */
  removeTunnel: (hostname: string) => void;
  /** Cut off: what is connected is closed, and nothing connects until `mend`. */
  cut: () => void;
  mend: () => void;
  /** Each visitor waits for so long before anything is carried, in ms. */
  delay: (ms: number) => void;
  /** How many run the tunnel of this hostname now. */
  connectors: (hostname: string) => number;
  /** How often one connected, in all. */
  connects: (hostname: string) => number;
  /** Writes an executable file that is this stand-in of cloudflared. */
  writeBinary: (folder: string) => Promise<string>;
  stop: () => Promise<void>;
};

type StandInTunnel = { token: string; connectors: Set<Socket>; connects: number };

export async function startStandInEdge(): Promise<StandInEdge> {
  const tunnels = new Map<string, StandInTunnel>();
  const waiting = new Map<string, Socket>();
  const sockets = new Set<Socket>();
  let isCut = false;
  let delayMs = 0;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void greet(socket).catch(() => socket.destroy());
  });
  const address = await listen(server);

  async function greet(socket: Socket): Promise<void> {
    const hello = EdgeHello.parse(JSON.parse(await readLine(socket)));
    if (isCut) return void socket.destroy();
    if (hello.role === 'connector') return connect(socket, hello.token);
    if (hello.role === 'visitor') return visit(socket, hello.hostname);
    if (hello.role === 'quick') {
      const given = quickTunnel();
      addTunnel(given.hostname, given.token);
      return void socket.end(`${JSON.stringify(given)}\n`);
    }
    const visitor = waiting.get(hello.id);
    waiting.delete(hello.id);
    if (visitor === undefined) return void socket.destroy();
    visitor.pipe(socket).pipe(visitor);
    visitor.on('close', () => socket.destroy());
    socket.on('close', () => visitor.destroy());
  }

  function connect(socket: Socket, token: string): void {
    const tunnel = [...tunnels.values()].find((known) => known.token === token);
    if (tunnel === undefined)
      return void socket.end(`${JSON.stringify({ error: 'Unauthorized: Invalid tunnel secret' })}\n`);
    tunnel.connectors.add(socket);
    tunnel.connects += 1;
    socket.on('close', () => tunnel.connectors.delete(socket));
    socket.resume();
    say(socket, { ok: true });
  }

  function visit(socket: Socket, hostname: string): void {
    const [connector] = tunnels.get(hostname)?.connectors ?? [];
    if (connector === undefined)
      return void socket.end(`${JSON.stringify({ error: 'websocket: bad handshake' })}\n`);
    const id = randomUUID();
    waiting.set(id, socket);
    socket.pause();
    say(socket, { ok: true });
    setTimeout(() => say(connector, { open: id }), delayMs);
  }

  function addTunnel(hostname: string, token: string): void {
    tunnels.set(hostname, { token, connectors: new Set(), connects: 0 });
  }

  return {
    address,
    addTunnel,
    removeTunnel(hostname) {
      for (const connector of tunnels.get(hostname)?.connectors ?? []) connector.destroy();
      tunnels.delete(hostname);
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    delay(ms) {
      delayMs = ms;
    },
    connectors: (hostname) => tunnels.get(hostname)?.connectors.size ?? 0,
    connects: (hostname) => tunnels.get(hostname)?.connects ?? 0,
    writeBinary: (folder) => writeBinary(folder, address),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function writeBinary(folder: string, address: string): Promise<string> {
  const path = join(folder, 'cloudflared');
  const words = [process.execPath, join(import.meta.dirname, 'main.ts'), address];
  await writeFile(path, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  await chmod(path, 0o755);
  return path;
}

function quickTunnel(): { hostname: string; token: string } {
  const word = randomBytes(3).toString('hex');
  return { hostname: `quiet-otter-${word}.trycloudflare.com`, token: randomUUID() };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The edge has no port.');
  return `127.0.0.1:${bound.port}`;
}

function say(socket: Socket, word: unknown): void {
  socket.write(`${JSON.stringify(word)}\n`);
}
