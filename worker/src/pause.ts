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
