const longestMs = 60 * 60_000;

/**
 * Milliseconds until the next try after `tries` of them: doubled each time, at most an hour, and spread by a fifth to both sides so that
 * what failed together is not tried together again.
 */
export function backOffMs(tries: number, firstMs: number, random: () => number = Math.random): number {
  const doubled = Math.min(longestMs, firstMs * 2 ** Math.max(0, Math.min(tries - 1, 30)));
  return Math.round(doubled * (0.8 + 0.4 * random()));
}
