import { fail } from '../../http/errors.ts';

// Each hash keeps one of the four threads busy that files, names and the rest of Node share, for 50 ms and, on a loaded
// machine, ten times that: two at once leave two free, and who waits behind twenty others has waited long enough.
const atOnce = 2;
const waitingMax = 20;
const retryAfterSeconds = 5;

/** Runs one act that hashes a password, at once or in its turn. Throws 503 `unavailable` when too many wait already. */
export type HashQueue = <Result>(act: () => Promise<Result>) => Promise<Result>;

export function createHashQueue(): HashQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (act) => {
    if (running < atOnce) running += 1;
    else if (waiting.length >= waitingMax) throw fail('unavailable', { retryAfterSeconds });
    // Woken by one that ends and hands its place on.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await act();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
