import { openSync, readSync } from 'node:fs';

const uptime = openUptime();
const buffer = Buffer.alloc(64);

/**
 * Milliseconds on a clock that never goes back and that goes on while this host sleeps: Linux' time since boot, read to 10 ms. Elsewhere
 * Node's own clock, which stands still meanwhile. What a lease is measured with: nobody waits for a worker on a sleeping host.
 */
export function bootNowMs(): number {
  if (uptime === null) return performance.now();
  return (
    Number(buffer.toString('latin1', 0, readSync(uptime, buffer, 0, buffer.length, 0)).split(' ', 1)[0]) *
    1000
  );
}

/** Kept open: a worker that has run out of file handles must still know the time. */
function openUptime(): number | null {
  try {
    return openSync('/proc/uptime', 'r');
  } catch {
    return null;
  }
}
