import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Address } from '../machine/way-in.ts';

const maxAtOnce = 8;

/** A port of this host that leads to a hostname by the way that its members take. */
export type SideDoor = { address: Address; close: () => Promise<void>; kill: () => void };

/**
 * Listens on loopback and carries each connection by `cloudflared access ssh`, which is what the member's own client runs: through
 * public DNS, the edge and the tunnel. One process for each connection, so nothing stands by between two checks.
 */
export async function openSideDoor(options: {
  path: string;
  hostname: string;
  folder: string;
}): Promise<SideDoor> {
  const open = new Set<() => void>();
  const server = createServer((socket) => {
    const cut = carry(socket, options);
    open.add(cut);
    socket.on('close', () => open.delete(cut));
  });
  server.maxConnections = maxAtOnce;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The side door has no port.');
  const kill = (): void => {
    server.close();
    for (const cut of open) cut();
  };
  return {
    address: { host: '127.0.0.1', port: address.port },
    async close() {
      const closed = once(server, 'close');
      kill();
      await closed;
    },
    kill,
  };
}

function carry(
  socket: Socket,
  { path, hostname, folder }: { path: string; hostname: string; folder: string },
): () => void {
  const child = spawn(path, ['access', 'ssh', '--hostname', hostname], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { HOME: folder },
  });
  function cut(): void {
    socket.destroy();
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has gone.
    }
  }
  child.on('error', cut);
  child.on('exit', () => socket.end());
  child.stdin.on('error', cut);
  child.stdout.on('error', cut);
  socket.on('error', cut);
  socket.on('close', cut);
  socket.pipe(child.stdin);
  child.stdout.pipe(socket);
  return cut;
}
