import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the ports from which Linux makes outgoing connections: those collide under load.
const range = { first: 20_000, last: 29_999 };

/** A port of 127.0.0.1 that is free now; the preferred one if it is. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(range.first, range.last + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${range.first} and ${range.last} on 127.0.0.1. Close some programs.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
