import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// Below the ports from which Linux makes outgoing connections: those collide under load.
const range = { first: 20_000, last: 29_999 };
const pollMs = 100;

/** A port of 127.0.0.1 that is free now; the preferred one if it is. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(range.first, range.last + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${range.first} and ${range.last} on 127.0.0.1. Close some programs.`);
}

/**
 * Waits until this port of 127.0.0.1 is free: whoever has it may have it for a moment only.
 *
 * @returns false when it was not within `patienceMs`
 */
export async function awaitFreePort(port: number, patienceMs: number): Promise<boolean> {
  for (const givesUpAt = Date.now() + patienceMs; ;) {
    if (await isFree(port)) return true;
    if (Date.now() > givesUpAt) return false;
    await sleep(pollMs);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
