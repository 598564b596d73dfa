import type { QueuePlace } from '@coinslot/shared/http/machines.ts';
import type { WaitBand } from './estimate-waits.ts';

/**
 * A band in seconds, rounded outwards to what people can use: five seconds up to two minutes, then quarters of a minute up to ten,
 * then minutes up to half an
 * hour, then five minutes. It also keeps what is shown from changing every second.
 */
export function roundWait(band: WaitBand | null): QueuePlace['wait'] {
  if (band === null) return null;
  const from = band.fromMs / 1000;
  const to = band.toMs / 1000;
  const fromStep = stepFor(from);
  const toStep = stepFor(to);
  return { fromSeconds: Math.floor(from / fromStep) * fromStep, toSeconds: Math.ceil(to / toStep) * toStep };
}

function stepFor(seconds: number): number {
  if (seconds <= 120) return 5;
  if (seconds <= 600) return 15;
  return seconds <= 1800 ? 60 : 300;
}
