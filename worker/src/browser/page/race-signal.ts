/**
 * Waits for `work`, but no longer than until `signal` is aborted: rejects with its reason then.
 * After a crash of the page `evaluate` hangs for ever, so every wait on a page goes through here.
 */
export async function raceSignal<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  // The loser may fail later, when nobody listens any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
