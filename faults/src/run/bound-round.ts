import type { Figures, Stage } from '../scenario.ts';

/** Far more than any round takes on a computer that is busy with ten other things. */
const mostMs = 20 * 60_000;
/** To give back what it holds, once it was told to end. */
const patienceMs = 30_000;

/**
 * Runs one round. It is told to end when the run is stopped, and when its time is over; one that does not listen is left behind.
 *
 * @throws what the round throws, or that it did not end
 */
export async function boundRound(
  round: Stage['round'],
  seed: number,
  { signal, ...times }: { signal: AbortSignal; mostMs?: number; patienceMs?: number },
): Promise<Figures> {
  const limits = { mostMs, patienceMs, ...times };
  const tooLong = new AbortController();
  const ending = AbortSignal.any([signal, tooLong.signal]);
  const late = Promise.withResolvers<never>();
  const over = new AbortController();
  const timers = [setTimeout(() => tooLong.abort(overdue(limits.mostMs)), limits.mostMs)];
  const leaveSoon = (): void =>
    void timers.push(setTimeout(() => late.reject(ending.reason), limits.patienceMs));
  ending.addEventListener('abort', leaveSoon, { signal: over.signal });
  try {
    return await Promise.race([round(seed, ending), late.promise]);
  } finally {
    over.abort();
    for (const timer of timers) clearTimeout(timer);
  }
}

function overdue(afterMs: number): Error {
  return new Error(`the round did not end within ${Math.round(afterMs / 1000)} s`);
}
