import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; when the signal is aborted first it throws the signal's own reason. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** A fifth more or less, so that many workers or machines do not act in step. */
export function jittered(ms: number): number {
  return ms * (0.8 + Math.random() * 0.4);
}

/** Aborted after so many milliseconds, also of a fraction or when they are over: what is measured is seldom a whole number. */
export function abortAfter(ms: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.floor(ms)));
}
