import type { QueueWait } from '@coinslot/shared/http/queue-wait.ts';
import type { WaitBand } from './estimate-waits.ts';

export type RoundedWait = Pick<QueueWait, 'fromSeconds' | 'toSeconds'>;

/** A bound moves inwards only when that is worth more than a step: one that wavers around a border would wake everybody who looks. */
const steadySteps = 1.25;

/**
 * A band in seconds, rounded outwards to what people can use: five seconds up to two minutes, then quarters of a minute up to ten,
 * then minutes up to half an hour, then five minutes. What was shown before stays as long as it is true and not much too wide.
 */
export function roundWait(band: WaitBand | null, shown: RoundedWait | null = null): RoundedWait | null {
  if (band === null) return null;
  const from = band.fromMs / 1000;
  const to = band.toMs / 1000;
  const keepsFrom =
    shown !== null && from >= shown.fromSeconds && from < shown.fromSeconds + reach(shown.fromSeconds);
  const keepsTo = shown !== null && to <= shown.toSeconds && to > shown.toSeconds - reach(shown.toSeconds);
  return {
    fromSeconds: keepsFrom ? shown.fromSeconds : Math.floor(from / stepFor(from)) * stepFor(from),
    toSeconds: keepsTo ? shown.toSeconds : Math.ceil(to / stepFor(to)) * stepFor(to),
  };
}

function reach(seconds: number): number {
  return stepFor(seconds) * steadySteps;
}

function stepFor(seconds: number): number {
  if (seconds <= 120) return 5;
  if (seconds <= 600) return 15;
  return seconds <= 1800 ? 60 : 300;
}
