/** What was paid for one stretch of a machine's time, and what of it was not given back. */
export interface Stretch {
  state: 'held' | 'captured' | 'released';
  price: number;
  lengthMs: number;
  kept: number;
}

/** A machine that its owner stopped, as it was sold and as it ended. Times in ms since 1970. */
export interface MemberStop {
  givesBackUnused: boolean;
  expiresAtMs: number;
  /** When its use ended, at the earliest and at the latest: the end is decided some time after it was asked for. */
  usedUntilMs: readonly [earliest: number, latest: number];
  /** The one whose time would have come last first. */
  stretches: readonly Stretch[];
}

/**
 * Whether no more and no less was kept than the terms say: the whole price, or where unused time is given back what was used of each
 * stretch, in whole coins and rounded for the house. A stretch that was never earned costs nothing.
 */
export function isKeptRightly({ givesBackUnused, expiresAtMs, usedUntilMs, stretches }: MemberStop): boolean {
  const [least, most] = givesBackUnused
    ? usedUntilMs.map((untilMs) => pricesOfUse(stretches, expiresAtMs - untilMs))
    : [stretches.map(({ price }) => price), stretches.map(({ price }) => price)];
  return stretches.every(({ state, kept }, at) => {
    if (state !== 'captured') return state === 'released' && kept === 0;
    return kept >= (least?.[at] ?? 0) && kept <= (most?.[at] ?? 0);
  });
}

function pricesOfUse(stretches: readonly Stretch[], unusedMs: number): number[] {
  let leftMs = Math.max(0, unusedMs);
  return stretches.map(({ state, price, lengthMs }) => {
    if (state !== 'captured') return 0;
    const unusedOfItMs = Math.min(leftMs, lengthMs);
    leftMs -= unusedOfItMs;
    return price - Math.floor((price * unusedOfItMs) / lengthMs);
  });
}
