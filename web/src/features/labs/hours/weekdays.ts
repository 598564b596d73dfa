import { msg } from '@lingui/core/macro';

/** Weekdays as seats count them: 1 = Monday. */
export const weekdays = [
  { number: 1, name: msg`Monday`, short: msg`Mon` },
  { number: 2, name: msg`Tuesday`, short: msg`Tue` },
  { number: 3, name: msg`Wednesday`, short: msg`Wed` },
  { number: 4, name: msg`Thursday`, short: msg`Thu` },
  { number: 5, name: msg`Friday`, short: msg`Fri` },
  { number: 6, name: msg`Saturday`, short: msg`Sat` },
  { number: 7, name: msg`Sunday`, short: msg`Sun` },
] as const;

/** A minute of the day as `08:30`; midnight at the day's end is `24:00`. */
export function formatMinuteOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
