/**
 * Waits for `work`, but no longer than until `signal` is aborted: rejects with its reason then.
 * After a crash of the page `evaluate` hangs for ever, so every wait on a page goes through here.
 */
export async function raceSignal<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  // Whoever loses, or comes too late, may fail when nobody listens any more.
  work.catch(() => undefined);
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
