/**
 * Each charge owns its own stretch of time: the purchase the first, each extension the next. Answers how much of each stretch is unused
 * when `unusedMs` are left until the end. `lengthsMs`: the newest stretch (the one that would have been used last) first.
 */
export function splitUnused(unusedMs: number, lengthsMs: readonly number[]): number[] {
  let leftMs = Math.max(0, unusedMs);
  return lengthsMs.map((lengthMs) => {
    const unusedOfIt = Math.min(leftMs, lengthMs);
    leftMs -= unusedOfIt;
    return unusedOfIt;
  });
}
