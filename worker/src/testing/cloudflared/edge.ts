import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { EdgeHello } from './edge-words.ts';
import { readLine } from './read-line.ts';

/** Which tunnels there are, by id; asked anew whenever somebody comes, as what an account holds changes. */
export type EdgeAccount = {
  tunnelOfToken: (token: string) => string | null;
  tunnelOfHostname: (hostname: string) => string | null;
};

/** A stand-in of Cloudflare's edge: it knows tunnels by their tokens and carries TCP to whoever runs one, by its hostname. */
export type StandInEdge = {
  /** Where stand-ins of cloudflared reach it. */
  address: string;
  addTunnel: (hostname: string, token: string) => void;
  /** The hostname refuses, and the token connects no more. */
  removeTunnel: (hostname: string) => void;
  /** Whoever runs this tunnel is cut, and may come back as long as its token is good. Of an account: by the tunnel's id. */
  cutTunnel: (tunnelId: string) => void;
  /** Cut off: what is connected is closed, and nothing connects until `mend`. */
  cut: () => void;
  mend: () => void;
  /** Each visitor waits for so long before anything is carried, in ms. */
  delay: (ms: number) => void;
  /** How many run the tunnel of this hostname (of an account: with this id) now. */
  connectors: (tunnelId: string) => number;
  /** How often one connected, in all. */
  connects: (tunnelId: string) => number;
  /** Writes an executable file that is this stand-in of cloudflared. */
  writeBinary: (folder: string) => Promise<string>;
  stop: () => Promise<void>;
};

/** Who runs a tunnel. */
type Runners = { connectors: Set<Socket>; connects: number };

/** Knows the tunnels of an account, else those that were added here: their ids are their hostnames. */
export async function startStandInEdge(account?: EdgeAccount): Promise<StandInEdge> {
  const added = new Map<string, string>();
  const { runnersOf, cutTunnel } = keepRunners();
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
      added.set(given.hostname, given.token);
      return void socket.end(`${JSON.stringify(given)}\n`);
    }
    const visitor = waiting.get(hello.id);
    waiting.delete(hello.id);
    if (visitor === undefined) socket.destroy();
    else joinSockets(visitor, socket);
  }

  function connect(socket: Socket, token: string): void {
    const tunnelId =
      account?.tunnelOfToken(token) ?? [...added].find(([, known]) => known === token)?.[0] ?? null;
    if (tunnelId === null)
      return void socket.end(`${JSON.stringify({ error: 'Unauthorized: Invalid tunnel secret' })}\n`);
    const tunnel = runnersOf(tunnelId);
    tunnel.connectors.add(socket);
    tunnel.connects += 1;
    socket.on('close', () => tunnel.connectors.delete(socket));
    socket.resume();
    say(socket, { ok: true });
  }

  function visit(socket: Socket, hostname: string): void {
    const tunnelId = account?.tunnelOfHostname(hostname) ?? (added.has(hostname) ? hostname : null);
    const [connector] = tunnelId === null ? [] : runnersOf(tunnelId).connectors;
    if (connector === undefined)
      return void socket.end(`${JSON.stringify({ error: 'websocket: bad handshake' })}\n`);
    const id = randomUUID();
    waiting.set(id, socket);
    socket.pause();
    say(socket, { ok: true });
    setTimeout(() => say(connector, { open: id }), delayMs);
  }

  return {
    address,
    addTunnel: (hostname, token) => void added.set(hostname, token),
    removeTunnel(hostname) {
      added.delete(hostname);
      cutTunnel(hostname);
    },
    cutTunnel,
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
    connectors: (tunnelId) => runnersOf(tunnelId).connectors.size,
    connects: (tunnelId) => runnersOf(tunnelId).connects,
    writeBinary: (folder) => writeBinary(folder, address),
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function joinSockets(visitor: Socket, socket: Socket): void {
  visitor.pipe(socket).pipe(visitor);
  visitor.on('close', () => socket.destroy());
  socket.on('close', () => visitor.destroy());
}

function keepRunners() {
  const tunnels = new Map<string, Runners>();

  function runnersOf(tunnelId: string): Runners {
    const known = tunnels.get(tunnelId) ?? { connectors: new Set(), connects: 0 };
    tunnels.set(tunnelId, known);
    return known;
  }

  function cutTunnel(tunnelId: string): void {
    for (const connector of runnersOf(tunnelId).connectors) connector.destroy();
  }

  return { runnersOf, cutTunnel };
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
