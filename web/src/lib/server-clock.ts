/**
 * The broker's clock decides when a machine ends, and members' clocks are wrong. Every answer's `Date` header
 * corrects ours; it has whole seconds, so differences below 2 s are noise and ignored.
 */
let skewMs = 0;

const noiseMs = 2000;

export function noteServerDate(header: string | null): void {
  if (!header) return;
  const serverAt = Date.parse(header);
  if (Number.isNaN(serverAt)) return;
  const difference = serverAt - Date.now();
  skewMs = Math.abs(difference) < noiseMs ? 0 : difference;
}

/** Now, by the broker's clock, in ms since 1970. */
export function serverNow(): number {
  return Date.now() + skewMs;
}
