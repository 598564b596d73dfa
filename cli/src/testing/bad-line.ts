import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that a test can break. */
export interface BadLine {
  url: string;
  /** Breaks every open connection. */
  cut: () => void;
  /** The next answer never arrives: the server has done what was asked, and the connection breaks. */
  loseNextAnswer: () => void;
  close: () => Promise<void>;
}

export async function openBadLine(target: string): Promise<BadLine> {
  const open = new Set<Socket>();
  let isNextLost = false;
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), new URL(target).hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      if (!isNextLost) return void near.write(bytes);
      isNextLost = false;
      near.destroy();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const cut = () => open.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    loseNextAnswer: () => void (isNextLost = true),
    async close() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
